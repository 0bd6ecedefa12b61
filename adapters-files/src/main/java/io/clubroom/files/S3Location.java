package io.clubroom.files;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where contents are in an S3-compatible store.
 *
 * @param prefix of all keys; empty, or ends with a slash
 * @param endpoint empty for the one of AWS
 * @param region empty if none is given
 * @param pathStyle whether the bucket is in the path of requests, not in the host name
 */
public record S3Location(
        String bucket, String prefix, Optional<URI> endpoint, Optional<String> region, boolean pathStyle) {
    private static final String SCHEME = "s3://";
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9!_.*'()/-]*");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,63}");
    private static final int MAX_PREFIX = 512;
    private static final int MAX_PORT = 65_535;

    /** The text is not the location of a store; the message says why, as the rest of a sentence. */
    public static final class Invalid extends RuntimeException {
        private Invalid(String reason) {
            super(reason);
        }
    }

    /** Whether the text is meant as the location of such a store. */
    public static boolean isMeant(String text) {
        return text.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    }

    /**
     * Parses {@code s3://bucket/prefix?endpoint=https://…&region=…&path_style=true}.
     *
     * @throws Invalid if it is not of this form
     */
    public static S3Location parse(String text) {
        String[] parts = text.substring(SCHEME.length()).split("\\?", 2);
        String[] path = parts[0].split("/", 2);
        S3Location location = new S3Location(
                bucket(path[0]), path.length < 2 ? "" : prefix(path[1]), Optional.empty(), Optional.empty(), false);
        for (String parameter : parts.length < 2 ? new String[0] : parts[1].split("&", -1)) {
            location = location.with(parameter);
        }
        return location;
    }

    /** This location in a region, unless it has one. */
    public S3Location inRegion(Optional<String> another) {
        return new S3Location(bucket, prefix, endpoint, region.or(() -> another), pathStyle);
    }

    private static String bucket(String text) {
        if (text.contains("@")) {
            throw new Invalid("must not contain credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        }
        if (!BUCKET.matcher(text).matches()) {
            throw new Invalid(
                    "must name a bucket of 3 to 63 letters, digits, '.', '-' and '_', as in s3://bucket/prefix");
        }
        return text;
    }

    private static String prefix(String text) {
        if (text.length() > MAX_PREFIX || !PREFIX.matcher(text).matches()) {
            throw new Invalid("must have a prefix of at most " + MAX_PREFIX + " letters, digits and !_.*'()/-");
        }
        String prefix = text.replaceAll("^/+|/+$", "");
        return prefix.isEmpty() ? "" : prefix + "/";
    }

    private S3Location with(String parameter) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        String value = equals < 0 ? "" : decoded(parameter.substring(equals + 1));
        return switch (name) {
            case "endpoint" -> new S3Location(bucket, prefix, Optional.of(endpoint(value)), region, pathStyle);
            case "region" -> {
                if (!REGION.matcher(value).matches()) {
                    throw new Invalid("must have a region such as eu-central-1");
                }
                yield new S3Location(bucket, prefix, endpoint, Optional.of(value), pathStyle);
            }
            case "path_style" -> {
                if (!value.equals("true") && !value.equals("false")) {
                    throw new Invalid("must have a path_style of true or false");
                }
                yield new S3Location(bucket, prefix, endpoint, region, value.equals("true"));
            }
            default -> throw new Invalid("knows only the parameters endpoint, region and path_style");
        };
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            throw new Invalid("has a parameter with a '%' that two hexadecimal digits do not follow");
        }
    }

    private static URI endpoint(String text) {
        try {
            URI uri = new URI(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getPort() != 0
                    && uri.getPort() <= MAX_PORT
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException notAUri) {
            // Reported below.
        }
        throw new Invalid("must have an endpoint such as https://s3.example.com, without credentials");
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + prefix
                + endpoint.map(uri -> " at " + uri).orElse("");
    }
}
