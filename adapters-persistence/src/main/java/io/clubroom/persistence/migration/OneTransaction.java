package io.clubroom.persistence.migration;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Makes Flyway work in a transaction that only the caller ends. Flyway would commit each migration, and the history table and the baseline
 * before them; its option {@code group} covers only the migrations.
 */
final class OneTransaction extends PGSimpleDataSource {
    private final transient Connection connection;

    /** @param connection a connection with a transaction in progress */
    OneTransaction(Connection connection) {
        this.connection = connection;
    }

    /** Returns the one connection in a form that ignores commits, rollbacks and being closed. */
    @Override
    public Connection getConnection() {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "setAutoCommit", "commit", "close" -> null;
                    // After an error, PostgreSQL accepts nothing else until the owner rolls back.
                    case "rollback" -> arguments == null ? null : call(method, arguments);
                    default -> call(method, arguments);
                });
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }
}
