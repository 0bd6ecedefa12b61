package io.clubroom.bootstrap.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.core.domain.PackageMatchers;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.clubroom.bootstrap.architecture.planted.Homeless;
import io.clubroom.bootstrap.architecture.planted.application.AnswersWithABoolean;
import io.clubroom.bootstrap.architecture.planted.application.AnswersWithAnOpenInterface;
import io.clubroom.bootstrap.architecture.planted.application.ChangesWithoutAnActor;
import io.clubroom.bootstrap.architecture.planted.application.ForgetsTheActor;
import io.clubroom.bootstrap.architecture.planted.application.HasThreads;
import io.clubroom.bootstrap.architecture.planted.application.HasTwoPublicMethods;
import io.clubroom.bootstrap.architecture.planted.application.IsNotFinal;
import io.clubroom.bootstrap.architecture.planted.application.OpensSessions;
import io.clubroom.bootstrap.architecture.planted.application.SeesAnAdapter;
import io.clubroom.bootstrap.architecture.planted.application.chat.live.HasAClock;
import io.clubroom.bootstrap.architecture.planted.domain.DomainBreaches;
import io.clubroom.bootstrap.architecture.planted.domain.egg.Egg;
import io.clubroom.bootstrap.architecture.planted.domain.hen.Hen;
import io.clubroom.bootstrap.architecture.planted.persistence.PersistenceBreaches;
import io.clubroom.bootstrap.architecture.planted.testkit.TestkitBreaches;
import io.clubroom.bootstrap.architecture.planted.web.WebBreaches;
import io.micronaut.context.BeanContext;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the code keeps the architecture rules, and that each rule detects a planted violation. */
class ArchitectureTest {
    private static final Architecture CLUBROOM = new Architecture("io.clubroom");
    private static final Architecture PLANTED = new Architecture(Homeless.class.getPackageName());

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(CLUBROOM.base());

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void clubroom_keeps_the_rule(ArchRule rule) {
        rule.check(CLASSES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void a_rule_that_finds_nothing_to_check_fails(ArchRule rule) {
        assertThatThrownBy(() -> rule.check(new ClassFileImporter().importClasses()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("failed to check any classes");
    }

    static Stream<ArchRule> rules() {
        return CLUBROOM.all();
    }

    /** Guards against typos in the lists, which would allow the wrong package or none. */
    @Test
    void every_package_listed_is_used_where_it_is_listed() {
        Set<String> unused = Architecture.MODULES.stream()
                .flatMap(module -> module.packages().stream())
                .filter(identifier -> !isUsed(identifier))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(unused).isEmpty();
    }

    private static boolean isUsed(String identifier) {
        PackageMatchers users = PackageMatchers.of(Architecture.MODULES.stream()
                .filter(module -> module.packages().contains(identifier))
                .map(module -> CLUBROOM.tree(module.name()))
                .toList());
        PackageMatcher used = PackageMatcher.of(identifier);
        return CLASSES.stream()
                .filter(type -> users.test(type.getPackageName()))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .anyMatch(use -> used.matches(use.getTargetClass().getPackageName()));
    }

    @Test
    void detects_a_class_outside_the_modules() {
        assertThat(breaches(PLANTED.everyClassIsInAModule(), Homeless.class, Hen.class))
                .singleElement(STRING)
                .contains("Homeless");
    }

    @ParameterizedTest
    @MethodSource
    void detects_a_dependency_that_is_not_listed_for_the_module(String module, Class<?> planted, Class<?> used) {
        assertThat(breaches(PLANTED.usesOnlyWhatIsListed(module), planted))
                .singleElement(STRING)
                .contains(planted.getName(), "has return type <" + used.getName() + ">");
    }

    static Stream<Arguments> detects_a_dependency_that_is_not_listed_for_the_module() {
        return Stream.of(
                arguments("domain", DomainBreaches.SeesTheApplication.class, AnswersWithABoolean.class),
                arguments("domain", DomainBreaches.KnowsAFramework.class, BeanContext.class),
                arguments("domain", DomainBreaches.ReadsFiles.class, Path.class),
                arguments("application", SeesAnAdapter.class, WebBreaches.class),
                arguments("testkit", TestkitBreaches.SeesTheApplication.class, AnswersWithABoolean.class),
                arguments("web", WebBreaches.SeesAnotherAdapter.class, PersistenceBreaches.class),
                arguments("web", WebBreaches.SpeaksSql.class, Connection.class),
                arguments("persistence", PersistenceBreaches.SeesTheTestkit.class, TestkitBreaches.class));
    }

    @Test
    void detects_a_cycle_between_features() {
        assertThat(breaches(PLANTED.noCyclesBetweenFeatures(), Hen.class, Egg.class))
                .singleElement(STRING)
                .contains("Cycle detected", "domain.hen", "domain.egg");
    }

    @Test
    void detects_sources_of_time_and_randomness_in_the_core() {
        assertThat(breaches(PLANTED.theCoreIsGivenTimeAndChance(), DomainBreaches.IsGivenTimeAndChance.class))
                .isEmpty();

        List<String> breaches =
                breaches(PLANTED.theCoreIsGivenTimeAndChance(), DomainBreaches.TakesTimeAndChance.class);
        for (Method method : DomainBreaches.TakesTimeAndChance.class.getDeclaredMethods()) {
            assertThat(breaches).anyMatch(breach -> breach.contains("TakesTimeAndChance." + method.getName() + "("));
        }
    }

    @Test
    void detects_threads_executors_and_locks_in_the_core() {
        List<String> breaches = breaches(PLANTED.theCoreHasNoThreads(), HasThreads.class);

        assertThat(breaches).hasSize(3);
        for (String method : List.of("thread", "executor", "lock")) {
            assertThat(breaches).anyMatch(breach -> breach.contains("HasThreads." + method + "()"));
        }
    }

    @Test
    void detects_a_clock_in_the_chat_engine() {
        assertThat(breaches(PLANTED.theChatEngineHasNoClock(), HasAClock.class))
                .hasSize(2)
                .anyMatch(breach -> breach.contains("HasAClock.clock()"))
                .anyMatch(breach -> breach.contains("HasAClock.answer()"));
    }

    @Test
    void detects_a_port_implemented_in_the_core() {
        assertThat(breaches(PLANTED.portsAreImplementedOutsideTheCore(), DomainBreaches.ThingsInMemory.class))
                .singleElement(STRING)
                .contains("ThingsInMemory");
        assertThat(breaches(PLANTED.portsAreImplementedOutsideTheCore(), DomainBreaches.Outcome.Done.class))
                .isEmpty();
    }

    @Test
    void detects_a_use_case_that_is_not_final_or_has_two_public_methods() {
        ArchRule rule = PLANTED.useCasesAreFinalWithOnePublicMethod();

        assertThat(breaches(rule, IsNotFinal.class)).singleElement(STRING).contains("IsNotFinal", "FINAL");
        assertThat(breaches(rule, HasTwoPublicMethods.class))
                .singleElement(STRING)
                .contains("HasTwoPublicMethods", "one public method");
    }

    @ParameterizedTest
    @ValueSource(classes = {AnswersWithABoolean.class, AnswersWithAnOpenInterface.class})
    void detects_a_use_case_that_does_not_return_its_outcomes(Class<?> planted) {
        assertThat(breaches(PLANTED.useCasesAnswerWithTheirOutcomes(), planted))
                .singleElement(STRING)
                .contains(planted.getSimpleName() + ".answer()");
    }

    @Test
    void detects_changes_of_an_actor_outside_the_transaction_that_checks_the_actor() {
        ArchRule rule = PLANTED.changesOfActorsAreMadeInTheirTransactions();

        assertThat(breaches(rule, ForgetsTheActor.class))
                .map(breach -> breach.substring(breach.indexOf(" uses ") + " uses ".length()))
                .containsExactlyInAnyOrder(
                        "Users.add",
                        "Users.update",
                        "Actor.ANONYMOUS",
                        "Actor$SignedIn.of",
                        "Users.remove",
                        "Users.lockExclusively",
                        "Users.renewPasswordHash");
        assertThat(breaches(rule, ChangesWithoutAnActor.class)).isEmpty();
    }

    @Test
    void the_methods_allowed_outside_the_actors_transaction_exist() {
        Set<String> methods = CLASSES.stream()
                .filter(type -> type.getPackageName().startsWith("io.clubroom.domain") && type.isInterface())
                .flatMap(type -> type.getMethods().stream().map(method -> nameOf(type) + "." + method.getName()))
                .collect(Collectors.toSet());

        assertThat(methods).containsAll(Architecture.ALLOWED_WITHOUT_THE_ACTOR);
    }

    /** The name in the class file, without the package. */
    private static String nameOf(JavaClass type) {
        return type.getName().substring(type.getPackageName().length() + 1);
    }

    @Test
    void detects_a_session_opened_outside_a_transaction() {
        ArchRule rule = PLANTED.sessionsAreOpenedInTransactions();

        assertThat(breaches(rule, OpensSessions.class)).singleElement(STRING).contains("OpenSession.open");
    }

    @Test
    void detects_field_injection() {
        assertThat(breaches(
                        PLANTED.nothingIsInjectedIntoFields(),
                        WebBreaches.IsInjectedInto.class,
                        WebBreaches.HasAConstructor.class))
                .satisfiesExactlyInAnyOrder(
                        breach -> assertThat(breach).contains("IsInjectedInto.injected", "@Inject"),
                        breach -> assertThat(breach).contains("IsInjectedInto.value", "@Value"),
                        breach -> assertThat(breach).contains("IsInjectedInto.property", "@Property"));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                WebBreaches.ThingsImpl.class,
                WebBreaches.ThingService.class,
                WebBreaches.ThingManager.class,
                WebBreaches.ThingUtil.class,
                WebBreaches.ThingUtils.class,
                WebBreaches.ThingHelper.class,
                WebBreaches.ThingPort.class,
                WebBreaches.IThings.class
            })
    void detects_a_meaningless_name(Class<?> planted) {
        assertThat(breaches(PLANTED.namesSaySomething(), planted, WebBreaches.Ideas.class, WebBreaches.Servicing.class))
                .singleElement(STRING)
                .contains(planted.getSimpleName());
    }

    private static List<String> breaches(ArchRule rule, Class<?>... planted) {
        return rule.evaluate(new ClassFileImporter().importClasses(planted))
                .getFailureReport()
                .getDetails();
    }
}
