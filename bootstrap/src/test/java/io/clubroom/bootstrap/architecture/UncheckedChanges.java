package io.clubroom.bootstrap.architecture;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Finds what a class does outside the lambda expressions that it passes to {@link Transactions}, in the class and in the classes that it
 * calls. Reads class files, because ArchUnit does not tell which method a lambda expression is passed to.
 */
final class UncheckedChanges {
    private static final ClassDesc TRANSACTIONS = desc(Transactions.class);

    /** {@link Transactions#call(Actor, Supplier)}. */
    static final Predicate<MethodTypeDesc> OF_THE_ACTOR =
            type -> type.parameterList().equals(List.of(desc(Actor.class), desc(Supplier.class)));

    /** Either method. */
    static final Predicate<MethodTypeDesc> OF_ANYBODY = type -> true;

    private record Method(ClassDesc owner, String name, MethodTypeDesc type) {}

    private final Predicate<ClassDesc> followed;
    private final Predicate<MethodTypeDesc> transaction;
    private final BiPredicate<ClassDesc, String> change;
    private final Set<Method> visited = new HashSet<>();
    private final Set<String> found = new TreeSet<>();

    /**
     * @param followed the classes whose methods are looked into
     * @param transaction the methods {@code call} of {@link Transactions} whose work is not looked into
     * @param change the members that are not to be used outside of such work
     */
    UncheckedChanges(
            Predicate<ClassDesc> followed,
            Predicate<MethodTypeDesc> transaction,
            BiPredicate<ClassDesc, String> change) {
        this.followed = followed;
        this.transaction = transaction;
        this.change = change;
    }

    /** The members used by the class outside of transactions. */
    Set<String> of(ClassDesc type) {
        for (MethodModel method : read(type).methods()) {
            if (!method.flags().has(AccessFlag.SYNTHETIC) && !method.flags().has(AccessFlag.PRIVATE)) {
                follow(new Method(type, method.methodName().stringValue(), method.methodTypeSymbol()));
            }
        }
        return found;
    }

    private void use(Method method) {
        if (change.test(method.owner, method.name)) {
            found.add(method.owner.displayName() + "." + method.name);
        } else if (followed.test(method.owner)) {
            follow(method);
        }
    }

    private void follow(Method method) {
        if (!visited.add(method)) {
            return;
        }
        read(method.owner).methods().stream()
                .filter(candidate -> candidate.methodName().equalsString(method.name)
                        && candidate.methodTypeSymbol().equals(method.type))
                .flatMap(candidate -> candidate.code().stream())
                .forEach(this::follow);
    }

    private void follow(CodeModel code) {
        List<Instruction> instructions = code.elementStream()
                .filter(Instruction.class::isInstance)
                .map(Instruction.class::cast)
                .toList();
        for (int i = 0; i < instructions.size(); i++) {
            switch (instructions.get(i)) {
                case InvokeInstruction call ->
                    use(new Method(call.owner().asSymbol(), call.name().stringValue(), call.typeSymbol()));
                case InvokeDynamicInstruction lambda -> {
                    if (!isTransaction(instructions.get(i + 1))) {
                        lambda.bootstrapArgs().stream()
                                .filter(DirectMethodHandleDesc.class::isInstance)
                                .map(DirectMethodHandleDesc.class::cast)
                                // Not a handle of a field, which the methods of records have.
                                .filter(target -> target.lookupDescriptor().startsWith("("))
                                .forEach(target -> use(new Method(
                                        target.owner(),
                                        target.methodName(),
                                        MethodTypeDesc.ofDescriptor(target.lookupDescriptor()))));
                    }
                }
                case FieldInstruction field ->
                    use(new Method(
                            field.owner().asSymbol(), field.name().stringValue(), MethodTypeDesc.ofDescriptor("()V")));
                default -> {}
            }
        }
    }

    /** The lambda expression is the last argument, so it is created just before the call. */
    private boolean isTransaction(Instruction instruction) {
        return instruction instanceof InvokeInstruction call
                && call.owner().asSymbol().equals(TRANSACTIONS)
                && call.name().equalsString("call")
                && transaction.test(call.typeSymbol());
    }

    private static ClassModel read(ClassDesc type) {
        String descriptor = type.descriptorString();
        String file = descriptor.substring(1, descriptor.length() - 1) + ".class";
        try (InputStream bytes = UncheckedChanges.class.getClassLoader().getResourceAsStream(file)) {
            if (bytes == null) {
                throw new IllegalStateException("no class file " + file);
            }
            return ClassFile.of().parse(bytes.readAllBytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ClassDesc desc(Class<?> type) {
        return ClassDesc.ofDescriptor(type.descriptorString());
    }
}
