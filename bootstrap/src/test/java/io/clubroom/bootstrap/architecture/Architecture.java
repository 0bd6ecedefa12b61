package io.clubroom.bootstrap.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.clubroom.domain.auth.Actor;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Inject;
import java.lang.constant.ClassDesc;
import java.time.InstantSource;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The architecture rules.
 *
 * @param base the package that contains a package for each module; tests also apply the rules to a package with planted violations
 */
record Architecture(String base) {
    /**
     * A module and its allowed dependencies.
     *
     * @param modules Clubroom's modules
     * @param packages other packages; two dots at the end include subpackages
     */
    record Module(String name, Set<String> modules, List<String> packages) {}

    private static final List<String> CORE_PACKAGES = List.of(
            "java.io",
            "java.lang",
            "java.nio",
            "java.nio.channels",
            "java.nio.charset",
            "java.security",
            "java.text",
            "java.time",
            "java.time.format",
            "java.util",
            "java.util.concurrent",
            "java.util.function",
            "java.util.regex",
            "java.util.stream",
            "javax.crypto",
            "javax.crypto.spec",
            "org.jspecify.annotations");

    private static final List<String> JAVA = List.of(
            "java.io",
            "java.lang..",
            "java.math",
            "java.net..",
            "java.nio..",
            "java.security..",
            "java.time..",
            "java.util..",
            "org.jspecify.annotations");

    private static final Set<String> CORE = Set.of("domain", "application");

    static final List<Module> MODULES = List.of(
            new Module("domain", Set.of(), CORE_PACKAGES),
            new Module("application", Set.of("domain"), CORE_PACKAGES),
            new Module(
                    "testkit",
                    Set.of("domain"),
                    and(
                            JAVA,
                            "ch.qos.logback..",
                            "com.deque.html.axecore..",
                            "com.google.gson",
                            "com.microsoft.playwright..",
                            "org.assertj.core..",
                            "org.awaitility..",
                            "org.junit.jupiter.api..",
                            "org.slf4j")),
            new Module("memory", Set.of("domain"), JAVA),
            new Module(
                    "bcrypt", CORE, and(JAVA, "io.micrometer.core.instrument..", "org.bouncycastle.crypto.generators")),
            new Module(
                    "mail",
                    Set.of("domain"),
                    and(
                            JAVA,
                            "io.pebbletemplates.pebble..",
                            "jakarta.mail..",
                            "javax.net",
                            "org.eclipse.angus.mail.smtp")),
            new Module(
                    "webauthn",
                    Set.of("domain"),
                    and(JAVA, "com.webauthn4j..", "org.slf4j", "tools.jackson.dataformat.cbor")),
            new Module(
                    "pictures",
                    Set.of("domain"),
                    and(
                            JAVA,
                            "com.twelvemonkeys.imageio..",
                            "java.awt..",
                            "javax.imageio..",
                            "net.coobird.thumbnailator..",
                            "org.apache.tika..")),
            new Module("files", Set.of("domain"), and(JAVA, "software.amazon.awssdk..")),
            new Module("openapi", Set.of("web"), and(JAVA, "com.fasterxml.jackson..", "io.micronaut..")),
            new Module(
                    "web",
                    CORE,
                    and(
                            JAVA,
                            "com.fasterxml.jackson.annotation",
                            "com.fasterxml.jackson.core",
                            "com.github.benmanes.caffeine.cache",
                            "com.google.zxing..",
                            "com.nimbusds..",
                            "io.github.bucket4j..",
                            "io.micrometer..",
                            "io.micronaut..",
                            "io.netty..",
                            "io.opentelemetry..",
                            "io.pebbletemplates.pebble..",
                            "io.swagger.v3.oas.annotations..",
                            "jakarta.annotation",
                            "jakarta.inject",
                            "javax.net.ssl",
                            "java.text",
                            "org.apache.commons.fileupload..",
                            "org.reactivestreams",
                            "org.slf4j..",
                            "reactor.core..")),
            new Module(
                    "chat",
                    CORE,
                    and(
                            JAVA,
                            "com.fasterxml.jackson.core..",
                            "io.micrometer.core.instrument..",
                            "io.micronaut..",
                            "io.netty..",
                            "jakarta.annotation",
                            "jakarta.inject",
                            "org.slf4j..")),
            new Module(
                    "persistence",
                    CORE,
                    and(
                            JAVA,
                            "com.sun.security.auth.module",
                            "com.zaxxer.hikari",
                            "io.micrometer..",
                            "io.micronaut..",
                            "io.opentelemetry..",
                            "jakarta.annotation",
                            "jakarta.inject",
                            "java.sql",
                            "javax.crypto..",
                            "javax.sql",
                            "org.apache.commons.compress..",
                            "org.flywaydb.core..",
                            "org.mapstruct..",
                            "org.postgresql..",
                            "org.slf4j")),
            new Module(
                    "bootstrap",
                    Set.of(
                            "domain",
                            "application",
                            "memory",
                            "bcrypt",
                            "mail",
                            "webauthn",
                            "files",
                            "pictures",
                            "web",
                            "chat",
                            "persistence"),
                    and(
                            JAVA,
                            "ch.qos.logback..",
                            "com.sun.management",
                            "io.micrometer.core.instrument",
                            "io.micronaut..",
                            "io.opentelemetry..",
                            "jakarta.annotation",
                            "jakarta.inject",
                            "javax.annotation.concurrent",
                            "javax.crypto..",
                            "javax.net.ssl",
                            "net.logstash.logback..",
                            "org.bouncycastle..",
                            "org.reactivestreams",
                            "org.slf4j..",
                            "oshi..",
                            "reactor.core.publisher",
                            "sun.misc")));

    private static final Pattern ASKS_FOR_TIME_OR_CHANCE =
            Pattern.compile("now|system.*|tick.*|random.*|shuffle|currentTimeMillis|nanoTime");

    private static final Set<String> ASYNCHRONOUS_ANSWERS = Set.of("CompletableFuture", "CompletionStage");

    private static final String ACTOR = "L" + Actor.class.getName().replace('.', '/');

    private static final Pattern EMPTY_WORDS = Pattern.compile(".+(Impl|Service|Manager|Utils?|Helper|Port)");

    private static final Pattern I_PREFIX = Pattern.compile("I\\p{Lu}.*");

    /**
     * The methods of ports that an actor's use case may call outside the actor's transaction: those that change nothing,
     * {@code Messages.append}, whose statement checks the senders, and {@code RemovedRooms.clear}, because nobody sees what it removes. A new method is not among them until it is added here.
     */
    static final Set<String> ALLOWED_WITHOUT_THE_ACTOR = Set.of(
            "Admins.count",
            "Admins.lock",
            "Avatars.find",
            "ContentInspector.inspect",
            "ContentInspector.removeLocation",
            "ContentStore$Content.openFile",
            "ContentStore$Content.read",
            "ContentStore$Content.size",
            "ContentStore.create",
            "ContentStore.open",
            "Contents.begin",
            "Contents.release",
            "Files.find",
            "Files.list",
            "Files.usage",
            "Invitations.findByToken",
            "Invitations.list",
            "MessageIds.next",
            "MessageSearch.find",
            "Messages.append",
            "Messages.at",
            "Messages.changes",
            "Messages.find",
            "Messages.following",
            "Messages.newest",
            "Messages.roomOf",
            "ModerationLog.record",
            "Messages.versions",
            "NameClaims.hold",
            "NewContent.append",
            "NewContent.channel",
            "NewContent.close",
            "NewContent.size",
            "NewContent.store",
            "NewContent.write",
            "Outbox.find",
            "Outbox.list",
            "Passkeys.list",
            "PasswordHasher.hash",
            "PasswordHasher.verify",
            "Pictures.avatars",
            "Pictures.thumbnail",
            "RecoveryCodeHasher.hash",
            "RecoveryCodes.left",
            "RelyingParty.id",
            "RemovedRooms.clear",
            "Reports.find",
            "Reports.isModerator",
            "Reports.list",
            "Reports.roomOf",
            "PeopleDirectory.list",
            "RoomMembers.list",
            "RoomMembers.lock",
            "RoomMembers.lockOwnedBy",
            "RoomRelay.stored",
            "RoomReads.audiences",
            "RoomReads.counts",
            "RoomReads.mark",
            "RoomReads.states",
            "RoomRelay.read",
            "RoomStandings.of",
            "Rooms.changesAt",
            "Rooms.reached",
            "Sanctions.lock",
            "SecondFactors.of",
            "Sessions.list",
            "Thumbnails.find",
            "TokenRevocations.versionOf",
            "Transactions.call",
            "Uploads.find",
            "Uploads.parts",
            "UserDirectory.count",
            "UserDirectory.list",
            "UserDirectory.statistics",
            "UserBlocks.list",
            "Users.find",
            "Users.findAsync",
            "Users.taken",
            "VisibleRooms.find",
            "VisibleRooms.list");

    /** Members of {@link Actor} that make an actor other than the one of the request. */
    private static final Pattern ANOTHER_ACTOR = Pattern.compile("ANONYMOUS|<init>|of");

    private static final DescribedPredicate<JavaClass> GENERATED_BY_MAPSTRUCT = describe(
            "generated by MapStruct",
            type -> type.getAllRawInterfaces().stream()
                    .anyMatch(contract -> contract.isAnnotatedWith("org.mapstruct.Mapper")));

    Stream<ArchRule> all() {
        return Stream.concat(
                MODULES.stream().map(module -> usesOnlyWhatIsListed(module.name())),
                Stream.of(
                        everyClassIsInAModule(),
                        noCyclesBetweenFeatures(),
                        theCoreIsGivenTimeAndChance(),
                        theCoreHasNoThreads(),
                        theChatEngineHasNoClock(),
                        portsAreImplementedOutsideTheCore(),
                        useCasesAreFinalWithOnePublicMethod(),
                        useCasesAnswerWithTheirOutcomes(),
                        changesOfActorsAreMadeInTheirTransactions(),
                        sessionsAreOpenedInTransactions(),
                        nothingIsInjectedIntoFields(),
                        namesSaySomething()));
    }

    ArchRule everyClassIsInAModule() {
        return classes()
                .should()
                .resideInAnyPackage(
                        MODULES.stream().map(module -> tree(module.name())).toArray(String[]::new))
                .as("every class is in a module");
    }

    ArchRule usesOnlyWhatIsListed(String name) {
        Module module = MODULES.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        String[] allowed = Stream.of(
                        Stream.of(tree(name)), module.modules().stream().map(this::tree), module.packages().stream())
                .flatMap(packages -> packages)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(tree(name))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .as(name + " uses only the modules and packages listed for it");
    }

    /** A feature is a package of a module. Classes in the module's root package may depend on features and vice versa. */
    ArchRule noCyclesBetweenFeatures() {
        return slices().matching(base + ".(*).(*)..").should().beFreeOfCycles().as("features have no cycles");
    }

    ArchRule theCoreIsGivenTimeAndChance() {
        return noClasses()
                .that(are(inTheCore()))
                .should()
                .accessTargetWhere(describe("it is a source of time or chance", Architecture::isTimeOrChance))
                .as("the core has no source of time or randomness of its own");
    }

    /** Asynchronous answers of ports are allowed. */
    ArchRule theCoreHasNoThreads() {
        return noClasses()
                .that(are(inTheCore()))
                .should()
                .dependOnClassesThat(describe("are of threads or locks", Architecture::isOfThreads))
                .orShould(ArchCondition.from(describe(
                        "have synchronized methods",
                        type -> type.getMethods().stream()
                                .anyMatch(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED)))))
                .as("the core has no threads, executors and locks");
    }

    ArchRule theChatEngineHasNoClock() {
        return noClasses()
                .that()
                .resideInAnyPackage(tree("application.chat.live"), tree("application.chat.feed"))
                .should()
                .dependOnClassesThat(describe(
                        "are of clocks or asynchronous",
                        type -> type.isAssignableTo(InstantSource.class)
                                || type.getPackageName().startsWith("java.util.concurrent")))
                .as("the engines of the chat have no clock and nothing asynchronous");
    }

    ArchRule portsAreImplementedOutsideTheCore() {
        return noClasses()
                .that(are(inTheCore()))
                .should()
                .implement(inTheCore().and(describe("open to all", type -> !type.isSealed())))
                .as("ports are implemented outside the core");
    }

    ArchRule useCasesAreFinalWithOnePublicMethod() {
        return classes()
                .that(are(useCases()))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .andShould(ArchCondition.from(describe(
                        "have one public method",
                        type -> type.getMethods().stream()
                                        .filter(Architecture::isPublic)
                                        .count()
                                == 1)))
                .as("use cases are final with one public method");
    }

    /** Several outcomes are a sealed interface, so a new one does not compile until all callers handle it. */
    ArchRule useCasesAnswerWithTheirOutcomes() {
        return methods()
                .that()
                .areDeclaredInClassesThat(are(useCases()))
                .and(describe("are public", Architecture::isPublic))
                .should(ArchCondition.from(describe(
                        "answer with nothing, a record or a sealed interface of their own", method -> {
                            JavaClass answer = answer(method);
                            return answer.isEquivalentTo(void.class)
                                    || answer.isRecord()
                                    || (answer.isInterface()
                                            && answer.isSealed()
                                            && answer.getEnclosingClass().equals(Optional.of(method.getOwner())));
                        })))
                .as("use cases answer with their outcomes");
    }

    /** The return type of a method, or the result type of the {@link CompletionStage} that it returns. */
    private static JavaClass answer(JavaMethod method) {
        return method.getReturnType() instanceof JavaParameterizedType later
                        && later.toErasure().isEquivalentTo(CompletionStage.class)
                ? later.getActualTypeArguments().getFirst().toErasure()
                : method.getRawReturnType();
    }

    /** So a change is stored only if its actor is still current; see docs/adr/0022. */
    ArchRule changesOfActorsAreMadeInTheirTransactions() {
        return classes()
                .that(are(useCases()))
                .should(use(
                        "make changes outside Transactions.call(actor, …)",
                        type -> knowsAnActor(type)
                                ? new UncheckedChanges(
                                                this::isInTheApplication,
                                                UncheckedChanges.OF_THE_ACTOR,
                                                this::isChangeOrAnotherActor)
                                        .of(desc(type))
                                : Set.of()))
                .as("use cases make changes of an actor in the transaction that checks the actor");
    }

    ArchRule sessionsAreOpenedInTransactions() {
        return classes()
                .that(are(useCases()))
                .should(use(
                        "open sessions outside Transactions.call(…)",
                        type -> new UncheckedChanges(
                                        this::isInTheApplication,
                                        UncheckedChanges.OF_ANYBODY,
                                        (owner, name) ->
                                                owner.displayName().equals("OpenSession") && name.equals("open"))
                                .of(desc(type))))
                .as("sessions are opened in transactions");
    }

    private static ArchCondition<JavaClass> use(String description, Function<JavaClass, Set<String>> found) {
        return new ArchCondition<>("not " + description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                found.apply(type)
                        .forEach(member ->
                                events.add(SimpleConditionEvent.violated(type, type.getName() + " uses " + member)));
            }
        };
    }

    /** Whether the class or one of its nested classes uses {@link Actor}. */
    private static boolean knowsAnActor(JavaClass type) {
        return Stream.concat(
                        type.getDirectDependenciesFromSelf().stream(),
                        type.getPackage().getClasses().stream()
                                .filter(other -> other.getName().startsWith(type.getName() + "$"))
                                .flatMap(nested -> nested.getDirectDependenciesFromSelf().stream()))
                .anyMatch(use -> use.getTargetClass().isAssignableTo(Actor.class));
    }

    private boolean isInTheApplication(ClassDesc type) {
        return type.packageName().startsWith(base + ".application");
    }

    private boolean isChangeOrAnotherActor(ClassDesc owner, String member) {
        if (!owner.packageName().startsWith("io.clubroom.domain")) {
            return false;
        }
        if (owner.descriptorString().startsWith(ACTOR + ";")
                || owner.descriptorString().startsWith(ACTOR + "$")) {
            return ANOTHER_ACTOR.matcher(member).matches();
        }
        return isPort(owner) && !ALLOWED_WITHOUT_THE_ACTOR.contains(owner.displayName() + "." + member);
    }

    private static boolean isPort(ClassDesc type) {
        String descriptor = type.descriptorString();
        try {
            Class<?> found = Class.forName(
                    descriptor.substring(1, descriptor.length() - 1).replace('/', '.'));
            return found.isInterface() && !found.isSealed();
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ClassDesc desc(JavaClass type) {
        return ClassDesc.of(type.getName());
    }

    /** Records are exempt, because their fields inherit the annotations of the constructor's parameters. */
    ArchRule nothingIsInjectedIntoFields() {
        return fields().that()
                .areDeclaredInClassesThat()
                .areNotRecords()
                .should()
                .notBeAnnotatedWith(Inject.class)
                .andShould()
                .notBeAnnotatedWith(Value.class)
                .andShould()
                .notBeAnnotatedWith(Property.class)
                .as("nothing is injected into fields");
    }

    ArchRule namesSaySomething() {
        return classes()
                .that(are(not(GENERATED_BY_MAPSTRUCT)))
                .should(ArchCondition.from(describe(
                        "have a name that says what it is",
                        type -> !EMPTY_WORDS.matcher(type.getSimpleName()).matches()
                                && !(type.isInterface()
                                        && I_PREFIX.matcher(type.getSimpleName())
                                                .matches()))))
                .as("class names are meaningful");
    }

    private DescribedPredicate<JavaClass> inTheCore() {
        return resideInAnyPackage(CORE.stream().map(this::tree).toArray(String[]::new));
    }

    private DescribedPredicate<JavaClass> useCases() {
        return resideInAnyPackage(tree("application"))
                .and(describe(
                        "use cases",
                        type -> type.isTopLevelClass()
                                // The engines are driven by inputs.
                                && !type.getPackageName().endsWith(".chat.live")
                                && !type.getPackageName().endsWith(".chat.feed")
                                && type.getModifiers().contains(JavaModifier.PUBLIC)
                                && !type.isInterface()
                                && !type.isRecord()
                                && !type.isEnum()));
    }

    private static boolean isPublic(JavaMethod method) {
        return method.getModifiers().contains(JavaModifier.PUBLIC)
                && !method.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean isOfThreads(JavaClass type) {
        return type.isEquivalentTo(Thread.class)
                || (type.getPackageName().startsWith("java.util.concurrent")
                        && !ASYNCHRONOUS_ANSWERS.contains(type.getSimpleName()));
    }

    private static boolean isTimeOrChance(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return Stream.of(System.class, Date.class, Calendar.class, RandomGenerator.class)
                        .anyMatch(owner::isAssignableTo)
                || (owner.getPackageName().startsWith("java.")
                        && ASKS_FOR_TIME_OR_CHANCE.matcher(access.getName()).matches());
    }

    /** A pattern for the packages of a module. */
    String tree(String module) {
        return base + "." + module + "..";
    }

    private static List<String> and(List<String> packages, String... more) {
        return Stream.concat(packages.stream(), Stream.of(more)).toList();
    }
}
