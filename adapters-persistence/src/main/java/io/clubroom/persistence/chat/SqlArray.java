package io.clubroom.persistence.chat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An array parameter of a statement.
 *
 * @param type the PostgreSQL type of the elements
 */
record SqlArray(String type, @Nullable Object[] elements) {
    static <T> SqlArray of(String type, List<T> values, Function<T, ? extends @Nullable Object> element) {
        @Nullable Object[] elements = new @Nullable Object[values.size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = element.apply(values.get(i));
        }
        return new SqlArray(type, elements);
    }

    /** Binds arrays to the first parameters of a statement. */
    static void bind(PreparedStatement statement, SqlArray... arrays) throws SQLException {
        Connection connection = statement.getConnection();
        for (int i = 0; i < arrays.length; i++) {
            statement.setArray(i + 1, connection.createArrayOf(arrays[i].type, arrays[i].elements));
        }
    }
}
