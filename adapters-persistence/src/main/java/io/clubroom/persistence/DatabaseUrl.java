package io.clubroom.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The address and credentials of a PostgreSQL database.
 *
 * @param jdbcUrl the URL for the PostgreSQL driver, without user and password
 * @param address {@code host:port}, or several separated by commas, for messages to operators
 */
public record DatabaseUrl(
        String jdbcUrl, String user, @Nullable String password, String address, String database) {
    /** Accepts no bare {@code @} after the hosts, which might be part of an unencoded password. */
    private static final Pattern LIBPQ_FORM = Pattern.compile("(?i:postgres(?:ql)?)://(?:(?<login>[^/?#]*)@)?"
            + "(?<hosts>[^/?#@]*)(?:/(?<database>[^/?#@]*))?(?:\\?(?<query>[^#@]*))?");

    private static final Pattern JDBC_FORM = Pattern.compile("(?i:jdbc:postgresql)://(?:(?<login>[^/?#]*)@)?"
            + "(?<hosts>[^/?#@]*)(?:/(?<database>[^/?#@]*))?(?:\\?(?<query>.*))?");

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?<host>[A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])(?::(?<port>.*))?");

    private static final Pattern BROKEN_ENCODING = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /** The driver's names for parameters of libpq and sqlx. */
    private static final Map<String, String> DRIVER_NAMES = Map.ofEntries(
            Map.entry("sslmode", "sslmode"),
            Map.entry("ssl-mode", "sslmode"),
            Map.entry("sslrootcert", "sslrootcert"),
            Map.entry("ssl-root-cert", "sslrootcert"),
            Map.entry("ssl-ca", "sslrootcert"),
            Map.entry("sslcert", "sslcert"),
            Map.entry("ssl-cert", "sslcert"),
            Map.entry("sslkey", "sslkey"),
            Map.entry("ssl-key", "sslkey"),
            Map.entry("application_name", "ApplicationName"),
            Map.entry("connect_timeout", "connectTimeout"),
            Map.entry("options", "options"),
            Map.entry("channel_binding", "channelBinding"),
            Map.entry("require_auth", "requireAuth"),
            Map.entry("gssencmode", "gssEncMode"),
            Map.entry("target_session_attrs", "targetServerType"));

    /** The driver's names for the values of {@code target_session_attrs}. */
    private static final Map<String, String> SERVER_TYPES = Map.of(
            "any", "any",
            "read-write", "primary",
            "primary", "primary",
            "read-only", "secondary",
            "standby", "secondary",
            "prefer-standby", "preferSecondary");

    /**
     * Parses {@code postgres://} and {@code postgresql://} URLs with the parameters of libpq, ignoring those that the JDBC driver does not
     * have, and {@code jdbc:postgresql://} URLs with the driver's parameters; throws {@link InvalidDatabaseUrl}.
     */
    public static DatabaseUrl parse(String text) {
        boolean jdbc = text.strip().regionMatches(true, 0, "jdbc:", 0, 5);
        Matcher form = (jdbc ? JDBC_FORM : LIBPQ_FORM).matcher(text.strip());
        if (!form.matches()) {
            throw new InvalidDatabaseUrl("must have the form postgres://user:password@host:port/database, "
                    + "with the special characters in its parts percent-encoded");
        }
        Map<String, String> query = query(orEmpty(form.group("query")), jdbc);
        String[] login = cut(orEmpty(form.group("login")), ':');
        String user = first(query.remove("user"), decode(login[0]), System.getProperty("user.name"));
        String password = first(query.remove("password"), decode(login[1]));
        String database = first(query.remove("dbname"), decode(orEmpty(form.group("database"))), user);
        String address = address(
                first(query.remove("hostaddr"), query.remove("host"), form.group("hosts")),
                first(query.remove("port"), "5432"));
        Map<String, String> parameters = jdbc ? query : driverParameters(query);
        checkSslMode(parameters.get("sslmode"));
        parameters.putIfAbsent("ApplicationName", "clubroom");
        // Error details quote the whole row, including the password hash.
        parameters.putIfAbsent("logServerErrorDetail", "false");
        return new DatabaseUrl(
                "jdbc:postgresql://" + address + "/" + encode(database) + "?" + encode(parameters),
                user,
                password.isEmpty() ? null : password,
                address,
                database);
    }

    @Override
    public String toString() {
        return "postgresql://" + user + "@" + address + "/" + database;
    }

    private static Map<String, String> driverParameters(Map<String, String> query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        query.forEach((name, value) -> {
            String driverName = DRIVER_NAMES.get(name);
            if (driverName != null) {
                parameters.put(driverName, value);
            }
        });
        parameters.computeIfPresent("targetServerType", (name, attributes) -> {
            if (!SERVER_TYPES.containsKey(attributes)) {
                throw new InvalidDatabaseUrl("has an unknown target_session_attrs");
            }
            return SERVER_TYPES.get(attributes);
        });
        if (!parameters.getOrDefault("connectTimeout", "0").matches("[0-9]{1,6}")) {
            throw new InvalidDatabaseUrl("has a connect_timeout that is not a number of seconds");
        }
        trustSystemCertificates(parameters);
        return parameters;
    }

    /** Without a root certificate, verifies the server with the system's certificates, as sqlx does, and libpq with {@code system}. */
    private static void trustSystemCertificates(Map<String, String> parameters) {
        String root = parameters.getOrDefault("sslrootcert", "");
        boolean system = root.equals("system")
                || root.isEmpty()
                        && parameters.getOrDefault("sslmode", "").startsWith("verify-")
                        && !parameters.containsKey("sslcert")
                        && !Files.exists(Path.of(System.getProperty("user.home"), ".postgresql", "root.crt"));
        if (system) {
            parameters.remove("sslrootcert");
            parameters.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
    }

    private static void checkSslMode(@Nullable String mode) {
        if (mode != null && !SSL_MODES.contains(mode)) {
            throw new InvalidDatabaseUrl(
                    "has an unknown sslmode: it must be disable, allow, prefer, require, verify-ca or verify-full");
        }
    }

    private static String address(String hosts, String defaultPort) {
        return Arrays.stream(hosts.split(",", -1))
                .map(host -> hostAndPort(decode(host), defaultPort))
                .collect(Collectors.joining(","));
    }

    private static String hostAndPort(String text, String defaultPort) {
        if (text.contains("/")) {
            throw new InvalidDatabaseUrl("names a Unix socket, but the database must be reached over TCP");
        }
        Matcher form = HOST_AND_PORT.matcher(text);
        if (!form.matches()) {
            throw new InvalidDatabaseUrl("has a host that is neither a name nor an address");
        }
        String port = first(form.group("port"), defaultPort);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
            throw new InvalidDatabaseUrl("has a port that is not a number from 1 to 65535");
        }
        return first(form.group("host"), "localhost") + ":" + port;
    }

    private static Map<String, String> query(String text, boolean jdbc) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String parameter : text.split("&")) {
            String[] nameAndValue = cut(parameter, '=');
            // The driver decodes its URLs like HTML forms.
            query.put(decode(nameAndValue[0]), decode(jdbc ? nameAndValue[1].replace('+', ' ') : nameAndValue[1]));
        }
        query.remove("");
        return query;
    }

    /** The parts before and after the first separator; without a separator, the second part is empty. */
    private static String[] cut(String text, char separator) {
        int at = text.indexOf(separator);
        return at < 0 ? new String[] {text, ""} : new String[] {text.substring(0, at), text.substring(at + 1)};
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** The first text that is neither null nor empty, or an empty string. */
    private static String first(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null && !text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static String encode(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /** Undoes the percent-encoding; a plus stays a plus (RFC 3986 §2.1). */
    private static String decode(String text) {
        if (!BROKEN_ENCODING.matcher(text).find()) {
            String decoded = URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
            if (decoded.indexOf('\uFFFD') < 0 && decoded.indexOf('\0') < 0) {
                return decoded;
            }
        }
        throw new InvalidDatabaseUrl("has a part that is not percent-encoded UTF-8");
    }
}
