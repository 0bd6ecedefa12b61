package io.clubroom.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clubroom.domain.auth.AccessTokenVerifier;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.Logged;
import io.clubroom.web.support.Description;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Requests made of the OpenAPI document: what it allows is not refused as invalid, and what it does not allow is refused. Every response is
 * as the document says, which {@link Description} checks. docs/api.md names the rules that the document cannot express.
 */
class DescribedRequestsTest {
    /** The codes of errors that the document should let a client avoid. */
    private static final Set<String> INVALID = Set.of("invalid_input", "malformed_json", "bad_request");

    /** Fields that name what must exist, or that exclude each other. */
    private static final Set<String> NAMES_OF_WHAT_MUST_EXIST =
            Set.of("invitation", "room_ids", "user_ids", "member_ids");

    /** What the document cannot tell of: values that the server makes, or the operator, and names of what must exist. */
    private static final Set<String> OPAQUE = Set.of(
            "cursor",
            "emoji",
            "return_to",
            "room_ids",
            "user_ids",
            "member_ids",
            "seq",
            "Upload-Checksum",
            "Upload-Metadata");

    /** Fields of which white space at the ends is removed. */
    private static final Set<String> STRIPPED = Set.of("full_name", "name", "subject", "content", "reason", "note");

    /** Segments that lead to another operation in the place of an id. */
    private static final Set<String> LITERAL = Set.of("me", "statistics", "role", "callback", "exchange");

    private static final int MAX_PASSWORD_BYTES = 72;

    /** Sign-ins with a provider, which need a browser, the chat, which needs an upgrade, and what needs a mail. */
    private static final Set<String> NEED_MORE_THAN_A_REQUEST = Set.of(
            "completeOAuth",
            "exchangeOAuthCode",
            "openChat",
            "openChatUnderOtherPath",
            "confirmTotp",
            "renewRecoveryCodes",
            "answerSecondFactor",
            "reauthenticate",
            "verifyEmail",
            "resetPassword",
            "restoreEmail",
            "getMail",
            "retryMail",
            "withdrawInvitation",
            "resendInvitation",
            "beginToUsePasskey",
            "endMySession",
            "endSession",
            "addPasskey",
            "renamePasskey",
            "removePasskey",
            "signInWithPasskey",
            "getFile",
            "getFileInfo",
            "getThumbnail",
            "deleteFile",
            "getUpload",
            "continueUpload",
            "deleteUpload",
            "setAvatar",
            "getAvatar",
            // The room that there is has fewer messages, and nobody leaves it.
            "markRead",
            "removeMember");

    /** Headers that are not refused like others: a wrong one is replaced, or another version of a protocol. */
    private static final Set<String> OF_THEIR_OWN = Set.of("X-Request-Id", "Tus-Resumable");

    private static final String FORM = "multipart/form-data";

    /** The operations for which a token is good that only lets its bearer add a second factor. */
    private static final Set<String> DURING_ENROLLMENT = Set.of(
            "getMe",
            "getMyFactors",
            "beginTotp",
            "confirmTotp",
            "removeTotp",
            "beginToAddPasskey",
            "addPasskey",
            "renamePasskey",
            "removePasskey");

    private static final AtomicInteger USERS = new AtomicInteger();

    private static TestServer server;
    private static Description description;
    private static List<DescribedOperation> operations;
    private static Logged logged;

    @BeforeContainer
    static void start() {
        server = TestServer.another();
        description = Description.of(server.address());
        operations = DescribedOperation.all(description);
        logged = Logged.everything();
    }

    @AfterContainer
    static void stop() {
        logged.close();
        server.context().close();
    }

    @AfterProperty
    void no_request_was_logged_as_an_error() {
        assertThat(logged.events()).noneMatch(event -> event.getLevel().levelStr.equals("ERROR"));
    }

    @Example
    void every_operation_succeeds() {
        Set<String> failed = new TreeSet<>();
        for (DescribedOperation operation : operations) {
            DescribedRequest draft = valid(operation, new Random(0), true);
            if (draft.send().status() >= 400) {
                failed.add(operation.id());
            }
        }

        assertThat(failed).isEqualTo(NEED_MORE_THAN_A_REQUEST);
    }

    @Property
    void what_the_document_allows_is_not_invalid(@ForAll long seed) {
        Random random = new Random(seed);
        DescribedRequest draft = valid(operations.get(random.nextInt(operations.size())), random, false);

        Reply reply = draft.send();

        assertThat(reply.status()).as("%s: %s", draft, reply).isLessThan(500).isNotIn(405, 406);
        if (reply.status() == 403) {
            // Of somebody who does not exist.
            assertThat(reply.text("code")).as("%s: %s", draft, reply).isEqualTo("not_reachable");
        }
        if (reply.status() == 415) {
            assertThat(draft.operation.id()).as("%s: %s", draft, reply).isEqualTo("setAvatar");
        }
        if (reply.status() == 401) {
            assertThat(reply.text("code")).isEqualTo("refresh_token_invalid");
        }
        if (reply.status() == 400 && INVALID.contains(reply.text("code"))) {
            assertThat(reply.wrongFields())
                    .as("%s: %s", draft, reply)
                    .isNotEmpty()
                    .allMatch(field -> OPAQUE.contains(field) || isLongPassword(field, draft.body));
        }
    }

    @Property(tries = 1)
    void a_parameter_that_the_document_does_not_allow_is_refused(@ForAll long seed) {
        Random random = new Random(seed);
        SchemaValues values = new SchemaValues(description, random);
        for (DescribedOperation operation : operations) {
            for (String parameter : operation.parameters()) {
                JsonNode node = description.document().at(parameter);
                String name = node.get("name").asText();
                String in = node.get("in").asText();
                if (!OF_THEIR_OWN.contains(name)) {
                    for (String value : wrongTexts(values, parameter + "/schema", in)) {
                        DescribedRequest draft = valid(operation, random, true);
                        draft.set(node, value);
                        assertRefused(draft, in.equals("path") ? null : name);
                    }
                }
                if (in.equals("query") && operation.node().at("/responses/200").isObject()) {
                    DescribedRequest draft = valid(operation, random, true);
                    String value = values.matching(parameter + "/schema").asText();
                    draft.query.put(name, List.of(value, value));
                    assertRefused(draft, operation.id().equals("completeOAuth") ? null : name);
                }
            }
        }
    }

    @Property(tries = 1)
    void a_body_that_the_document_does_not_allow_is_refused(@ForAll long seed) {
        Random random = new Random(seed);
        SchemaValues values = new SchemaValues(description, random);
        for (DescribedOperation operation : operations) {
            operation.bodies().forEach((type, schema) -> {
                if (!type.endsWith("json")) {
                    return;
                }
                DescribedRequest draft = valid(operation, random, true);
                draft.mediaType = type;
                for (JsonNode wrong : values.mismatching(schema)) {
                    draft.body = wrong.toString();
                    assertRefused(draft, null);
                }
                JsonNode object = description.document().at(description.resolve(schema));
                // A choice of objects has no fields of its own.
                object.path("properties").fieldNames().forEachRemaining(field -> {
                    String property = description.resolve(schema) + "/properties/" + field;
                    for (JsonNode wrong : values.mismatching(property)) {
                        if (!isOfAnotherScript(field, wrong)
                                && (!STRIPPED.contains(field) || !isRightWithoutSpace(values, property, wrong))) {
                            draft.body = ((ObjectNode) values.matching(schema))
                                    .set(field, wrong)
                                    .toString();
                            assertRefused(draft, field);
                        }
                    }
                    if (SchemaValues.isRequired(object, field)) {
                        ObjectNode incomplete = (ObjectNode) values.matching(schema);
                        incomplete.remove(field);
                        draft.body = incomplete.toString();
                        assertRefused(draft, field);
                    }
                });
            });
        }
    }

    /** Bodies that are no JSON as RFC 8259 has it, or that readers understand differently. */
    @Example
    void a_body_that_is_not_json_in_utf_8_is_refused() {
        List<String> bodies = List.of(
                "",
                " ",
                "\u0000",
                "{",
                "{}{}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":2}}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\ud83\"}",
                "{\"a\":\"\n\"}",
                "// comment\n{}",
                "[".repeat(20_000),
                "{\"a\":".repeat(5_000),
                "{\"a\":1" + "0".repeat(20_000) + "}");
        forEachBody(draft -> {
            for (String body : bodies) {
                if (!body.isEmpty() || draft.operation.requiresBody()) {
                    draft.body = body;
                    assertRefused(draft, null);
                }
            }
        });
        List<byte[]> encoded = List.of(
                "{}".getBytes(StandardCharsets.UTF_16),
                "{}".getBytes(StandardCharsets.UTF_16LE),
                "\uFEFF{}".getBytes(StandardCharsets.UTF_16BE),
                new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'},
                new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'},
                new byte[] {'{', '"', (byte) 0xF5, '"', ':', '1', '}'},
                new byte[] {'{', '"', 'a'},
                new byte[] {(byte) 0xEF, (byte) 0xBB, '{', '}'});
        forEachBody(draft -> {
            for (byte[] body : encoded) {
                Reply reply = server.call(draft.method, draft.path())
                        .bearer(draft.token)
                        .body(draft.mediaType, body)
                        .send();
                assertThat(reply.status())
                        .as("%s %s: %s", draft, Arrays.toString(body), reply)
                        .isEqualTo(400);
            }
        });
    }

    /** Values that may overflow or break what reads them. */
    @Example
    void odd_values_in_a_body_are_no_server_errors() {
        List<String> odd = List.of(
                "1e999999999",
                "-1e-999999999",
                "123456789012345678901234567890",
                "0." + "3".repeat(900),
                "\"\\ud800\"",
                "\"\\udfff\\ud800\"",
                "\"\\u0000\"",
                "\"\\ufeff\\uffff\"",
                "\"\\u202e\\u0301\"",
                "\"" + "x".repeat(60_000) + "\"",
                "[".repeat(900) + "]".repeat(900),
                "{\"\":{\"\":null}}");
        forEachBody(draft -> {
            JsonNode schema = description
                    .document()
                    .at(description.resolve(draft.operation.bodies().get(draft.mediaType)));
            schema.path("properties").fieldNames().forEachRemaining(field -> {
                for (String value : odd) {
                    draft.body = "{\"" + field + "\":" + value + ",\"x\":" + (value.length() > 900 ? "1" : value) + "}";
                    Reply reply = draft.send();
                    assertThat(reply.status()).as("%s: %s", draft, reply).isLessThan(500);
                }
            });
        });
    }

    @Example
    void another_media_type_is_refused() {
        forEachBody(draft -> {
            for (String type : List.of(
                    "text/plain",
                    "application/xml",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data",
                    "multipart/form-data; boundary=",
                    "multipart/form-data; boundary=\"a;b\"",
                    "multipart/form-data; boundary=" + "x".repeat(200),
                    "application/json-seq",
                    "application/*",
                    "json",
                    "garbage",
                    ";",
                    "/",
                    "application/")) {
                draft.mediaType = type;
                Reply reply = draft.send();
                assertThat(reply.status()).as("%s: %s", draft, reply).isEqualTo(415);
            }
        });
    }

    /** Each value is sent to some of the operations. */
    @Property(tries = 1)
    void odd_headers_are_no_server_errors(@ForAll long seed) {
        Random random = new Random(seed);
        Map<String, List<String>> odd = Map.ofEntries(
                Map.entry(
                        "Accept", List.of(";", ",", "*", "*/*;q=x", "application/json;q=;", "a/b/c", "\"", "a/b;c=\"")),
                Map.entry("Accept-Charset", List.of(";", "utf-8;q=x", "klingon")),
                Map.entry("Accept-Encoding", List.of(";", "gzip;q=", "br, *;q=0", ",,")),
                Map.entry("Accept-Language", List.of(";", "x-klingon;q=9", "-", "de_DE", "a-".repeat(500))),
                Map.entry("Authorization", List.of(" ", "Bearer", "Bearer ,", "Basic ;", "Digest a=\"", "\"")),
                Map.entry("Cache-Control", List.of("max-age=x", ",=,")),
                Map.entry("Cookie", List.of(";", "=", "a=b=c; ;", "a=\"", "$Version=1")),
                Map.entry("Forwarded", List.of("for=;", "for=\"[::\"", ",")),
                Map.entry("If-Modified-Since", List.of("yesterday", "-1")),
                Map.entry("If-Range", List.of("\"", "x")),
                Map.entry("If-Unmodified-Since", List.of("x")),
                Map.entry("Max-Forwards", List.of("-1", "x")),
                Map.entry("Origin", List.of("https://club.example")),
                Map.entry("Prefer", List.of("respond-async;;", ",")),
                Map.entry("Range", List.of("bytes=0-1", "bytes=5-1", "bytes=-", "x")),
                Map.entry("Referer", List.of("::", "%zz")),
                Map.entry("TE", List.of(";", "trailers, deflate;q=x")),
                Map.entry("Traceparent", List.of("00-0-0-0", "x", "ff-" + "0".repeat(200))),
                Map.entry("Tracestate", List.of("=", ",,", "a=b,a=b")),
                Map.entry("User-Agent", List.of(" ", "()", "a/\"")),
                Map.entry("X-Forwarded-For", List.of("x", ",", "[::1", "1.2.3.4:99999")),
                Map.entry("X-Forwarded-Proto", List.of("x", ",")),
                Map.entry("X-HTTP-Method-Override", List.of("DELETE", "x")),
                Map.entry("X-Request-Id", List.of(" ", "x y", "x".repeat(129), "{}")));
        for (DescribedOperation operation : operations) {
            odd.forEach((name, values) -> values.stream()
                    .filter(_ -> random.nextInt(4) == 0)
                    .forEach(value -> {
                        DescribedRequest draft = valid(operation, random, true);
                        draft.headers.put(name, value);
                        if (name.equals("Authorization")) {
                            draft.token = "";
                        }
                        Reply reply = draft.send();
                        assertThat(reply.status()).as("%s: %s", draft, reply).isLessThan(500);
                    }));
        }
        forEachBody(draft -> {
            String type = draft.mediaType;
            for (String parameters : List.of(
                    ";",
                    ";;",
                    "; charset",
                    "; charset=",
                    "; charset=klingon",
                    "; charset=utf-16",
                    "; charset=\"",
                    "; boundary=x",
                    "; a=b; a=c",
                    "; q=x",
                    "; charset=utf-8; charset=latin1",
                    ", " + type)) {
                draft.mediaType = type + parameters;
                Reply reply = server.call(draft.method, draft.path())
                        .bearer(draft.token)
                        .header("Content-Type", draft.mediaType)
                        .body(BodyPublishers.ofString(draft.body))
                        .send();
                assertThat(reply.status()).as("%s: %s", draft, reply).isLessThan(500);
            }
        });
    }

    @Example
    void a_method_that_the_document_does_not_have_is_refused() {
        for (DescribedOperation operation : operations) {
            Set<String> known = new TreeSet<>();
            operations.stream()
                    .filter(other -> other.path().equals(operation.path()))
                    .forEach(other -> known.add(other.method()));
            if (known.contains("GET")) {
                known.add("HEAD");
            }
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")) {
                if (!known.contains(method)) {
                    DescribedRequest draft = valid(operation, new Random(0), true);
                    draft.method = method;
                    Reply reply = draft.send();
                    if (method.equals("BREW")) {
                        assertThat(reply.status()).as("%s: %s", draft, reply).isEqualTo(501);
                    } else {
                        assertThat(reply.status())
                                .as("%s %s: %s", method, draft, reply)
                                .isEqualTo(405);
                        assertThat(Set.of(reply.header("Allow").split(", ?")))
                                .as("%s", draft)
                                .isEqualTo(known);
                    }
                }
            }
        }
    }

    @Example
    void an_operation_that_needs_a_token_is_refused_without_a_valid_one() {
        String good = server.adminToken();
        String stranger = TestServer.fresh().adminToken();
        List<String> bad = List.of(
                "",
                "x",
                good.substring(0, good.lastIndexOf('.')),
                good.substring(0, good.lastIndexOf('.') + 1),
                good + "A",
                new StringBuilder(good).reverse().toString(),
                good.replaceFirst("^[^.]*", "eyJhbGciOiJub25lIn0"),
                stranger + "." + stranger);
        for (DescribedOperation operation : operations) {
            for (String token : bad) {
                DescribedRequest draft = valid(operation, new Random(0), true);
                draft.token = token;
                Reply reply = draft.send();
                if (operation.needsToken()) {
                    assertThat(reply.status()).as("%s: %s", draft, reply).isEqualTo(401);
                    assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
                } else {
                    assertThat(reply.status()).as("%s: %s", draft, reply).isNotEqualTo(401);
                }
            }
        }
    }

    @Example
    void a_token_for_adding_a_second_factor_is_good_for_that_only() {
        Set<String> allowed = new TreeSet<>();
        for (DescribedOperation operation : operations) {
            DescribedRequest draft = valid(operation, new Random(0), true);
            draft.token = server.enrollmentToken(server.stored(server.admin()));
            Reply reply = draft.send();
            if (reply.status() == 401) {
                assertThat(reply.text("code")).as("%s", draft).isNotEqualTo("invalid_token");
            }
            if (reply.status() != 403) {
                allowed.add(operation.id());
            } else if (!reply.body().isEmpty()) {
                assertThat(reply.text("code")).as("%s", draft).isEqualTo("second_factor_enrollment_required");
            }
        }

        Set<String> forBearers = operations.stream()
                .filter(DescribedOperation::needsToken)
                .map(DescribedOperation::id)
                .collect(Collectors.toSet());
        assertThat(allowed).contains("logout", "refresh").doesNotContain("createUser");
        assertThat(allowed).filteredOn(forBearers::contains).containsExactlyInAnyOrderElementsOf(DURING_ENROLLMENT);
    }

    @Example
    void a_token_for_adding_a_second_factor_does_not_open_the_chat() {
        AccessTokenVerifier tokens = server.context().getBean(AccessTokenVerifier.class);

        assertThat(tokens.verify(server.enrollmentToken(server.stored(server.admin()))))
                .isEmpty();
        assertThat(tokens.verify(server.adminToken())).isPresent();
    }

    @Example
    void a_media_type_that_is_not_available_is_refused_where_the_document_says_so() {
        for (DescribedOperation operation : operations) {
            for (String type : List.of("image/png", "application/json;q=0, text/csv", "text/html;level=1")) {
                DescribedRequest draft = valid(operation, new Random(0), true);
                draft.headers.put("Accept", type);
                Reply reply = draft.send();
                if (!operation.node().get("responses").has("406")) {
                    assertThat(reply.status())
                            .as("%s: %s", draft, reply)
                            .isLessThan(500)
                            .isNotEqualTo(406);
                }
            }
        }
    }

    @Example
    void clients_get_only_described_responses() {
        for (DescribedOperation operation : operations) {
            User client = user();
            DescribedRequest draft = valid(operation, new Random(0), true);
            draft.token = server.token(client);
            Reply reply = draft.send();
            assertThat(reply.status()).as("%s: %s", draft, reply).isLessThan(500);
        }
    }

    private static void assertRefused(DescribedRequest draft, String field) {
        Reply reply = draft.send();
        assertThat(reply.status())
                .as("%s: %s", draft, reply)
                .isBetween(400, 499)
                .isNotIn(401, 403, 405, 406, 415);
        if (field != null) {
            assertThat(reply.wrongFields())
                    .as("%s: %s", draft, reply)
                    .anyMatch(wrong -> wrong.equals(field) || wrong.startsWith(field + "."));
        }
    }

    private static void forEachBody(Consumer<DescribedRequest> test) {
        for (DescribedOperation operation : operations) {
            operation.bodies().keySet().stream()
                    .filter(type -> type.endsWith("json"))
                    .forEach(type -> {
                        DescribedRequest draft = valid(operation, new Random(0), true);
                        draft.mediaType = type;
                        test.accept(draft);
                    });
        }
    }

    /** The texts of a parameter that do not match its schema and can be sent there. */
    private static List<String> wrongTexts(SchemaValues values, String schema, String in) {
        return values.mismatching(schema).stream()
                .map(value -> value.isTextual() ? value.asText() : value.toString())
                .distinct()
                .filter(text -> !values.isMatching(schema, description.scalar(description.resolve(schema), text)))
                .filter(text -> switch (in) {
                    case "path" -> !text.contains("/") && !isOtherPath(text);
                    case "header" -> text.chars().allMatch(c -> c >= ' ' && c <= '~');
                    default -> true;
                })
                .toList();
    }

    /** Surrounding white space is removed before a value is checked, which a schema cannot say about its length. */
    private static boolean isRightWithoutSpace(SchemaValues values, String schema, JsonNode value) {
        return value.isTextual()
                && values.isMatching(
                        schema, JsonNodeFactory.instance.textNode(value.asText().strip()));
    }

    /** The server counts letters and digits of every script in a password, the document only those of ASCII. */
    private static boolean isOfAnotherScript(String field, JsonNode value) {
        return field.equals("password")
                && value.isTextual()
                && !StandardCharsets.US_ASCII.newEncoder().canEncode(value.asText());
    }

    /** The document knows characters only, but the limit is one of bytes. */
    private static boolean isLongPassword(String field, String body) {
        return field.equals("password")
                && Description.parse(body).get(field).asText().getBytes(StandardCharsets.UTF_8).length
                        > MAX_PASSWORD_BYTES;
    }

    /**
     * A request that the document allows, by an administrator.
     *
     * @param known whether it names what exists, and has only what it needs
     */
    private static DescribedRequest valid(DescribedOperation operation, Random random, boolean known) {
        SchemaValues values = new SchemaValues(description, random);
        DescribedRequest draft = new DescribedRequest(server, operation);
        for (String parameter : operation.parameters()) {
            JsonNode node = description.document().at(parameter);
            boolean isRequired = node.path("required").asBoolean();
            if (isRequired || (!known && random.nextBoolean())) {
                String existing = known || random.nextInt(4) > 0
                        ? existing(node.get("name").asText())
                        : null;
                draft.set(
                        node,
                        existing == null
                                ? drawn(
                                        values,
                                        parameter + "/schema",
                                        node.get("in").asText())
                                : existing);
            }
        }
        if (operation.path().equals("/")) {
            draft.headers.put("Accept", "text/html");
        }
        if (operation.hasBody()) {
            List<String> types = List.copyOf(operation.bodies().keySet());
            draft.mediaType = types.get(random.nextInt(types.size()));
            JsonNode body = values.matching(operation.bodies().get(draft.mediaType));
            if (known && operation.id().equals("login")) {
                User user = user();
                body = JsonNodeFactory.instance
                        .objectNode()
                        .put("email", user.email().value())
                        .put("password", TestServer.PASSWORD.reveal());
            } else if (known && operation.id().equals("refresh")) {
                Reply login = valid(
                                operations.stream()
                                        .filter(other -> other.id().equals("login"))
                                        .findFirst()
                                        .orElseThrow(),
                                new Random(),
                                true)
                        .send();
                body = JsonNodeFactory.instance.objectNode().put("refresh_token", login.text("refresh_token"));
            }
            if (known && operation.id().equals("postMessage")) {
                body = JsonNodeFactory.instance.objectNode().put("content", "Hello");
            }
            if (known && body instanceof ObjectNode object) {
                object.remove(NAMES_OF_WHAT_MUST_EXIST);
                if (operation.id().equals("openDirectRoom")) {
                    object.putArray("user_ids").add(user().id().toString());
                }
            }
            draft.body = body.toString();
            if (draft.mediaType.equals(FORM)) {
                draft.mediaType = FORM + "; boundary=b";
                draft.body =
                        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nHello\r\n--b--";
            } else if (known && operation.id().equals("createUpload")) {
                draft.body = "Hello";
            }
        }
        return draft;
    }

    private static String drawn(SchemaValues values, String schema, String in) {
        return Stream.generate(() -> values.matching(schema).asText())
                .filter(text -> !in.equals("path") || !isOtherPath(text))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a segment of a path is a dot segment, or the name of another operation. */
    private static boolean isOtherPath(String segment) {
        return segment.isEmpty() || segment.matches("\\.{1,2}") || LITERAL.contains(segment);
    }

    /** The name of something that exists; null if values of this parameter need not exist. */
    private static String existing(String parameter) {
        return switch (parameter) {
            case "id", "user_id" -> user().id().toString();
            case "room_id" -> room();
            case "message_id" -> message();
            case "emoji" -> "👍🏽";
            case "report_id" -> report();
            case "provider" -> "google";
            case "Upload-Length" -> "10";
            default -> null;
        };
    }

    private static User user() {
        return server.add("user" + USERS.incrementAndGet(), Role.CLIENT);
    }

    private static String room() {
        server.call("POST", "/api/chat/rooms")
                .bearer(server.adminToken())
                .json("{\"id\":\"here\",\"name\":\"Here\"}")
                .send();
        return "here";
    }

    /** A message of the administrator. */
    private static String message() {
        return server.call("POST", "/api/chat/rooms/" + room() + "/messages")
                .bearer(server.adminToken())
                .json("{\"content\":\"Hello\"}")
                .send()
                .text("id");
    }

    /** An open report of a message of another user. */
    private static String report() {
        String message = server.call("POST", "/api/chat/rooms/" + room() + "/messages")
                .bearer(server.token(user()))
                .json("{\"content\":\"Hello\"}")
                .send()
                .text("id");
        return server.call("POST", "/api/chat/rooms/here/messages/" + message + "/reports")
                .bearer(server.adminToken())
                .json("{\"reason\":\"Insults\"}")
                .send()
                .text("id");
    }
}
