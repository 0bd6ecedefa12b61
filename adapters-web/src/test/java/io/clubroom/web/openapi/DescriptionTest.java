package io.clubroom.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.support.Description;
import io.clubroom.web.support.Raw;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.annotation.Head;
import io.micronaut.web.router.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call of the tests checks its response against the document: see {@link Description}. */
class DescriptionTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Keywords that apply to values of one type. */
    private static final Set<String> RULES =
            Set.of("const", "enum", "format", "maxLength", "maximum", "minItems", "minLength", "minimum", "pattern");

    private static final Set<String> EXAMPLES = Set.of("example", "examples");

    private final TestServer server = TestServer.fresh();
    private final Description description = Description.of(server.address());
    private final JsonNode document = description.document();

    @Test
    void is_valid_openapi_3_1() throws IOException {
        assertThat(document.get("openapi").asText()).startsWith("3.1.");
        try (var schema = DescriptionTest.class.getResourceAsStream("/openapi-3.1-schema.json")) {
            assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                            .getSchema(schema)
                            .validate(document.toString(), InputFormat.JSON))
                    .isEmpty();
        }
    }

    @Test
    void is_the_same_in_yaml() throws IOException {
        Reply yaml = server.call("GET", "/openapi.yaml").send();

        assertThat(yaml.header("Content-Type")).isEqualTo("application/yaml");
        assertThat(YAML.readTree(yaml.body())).isEqualTo(document);
    }

    /** An array would be copied to direct memory for every response, before anybody counts it. */
    @ParameterizedTest
    @ValueSource(strings = {"/openapi.yaml", "/docs", "/docs/swagger-ui-bundle.js"})
    void all_responses_share_one_copy_in_direct_memory(String path) {
        String first = server.call("GET", path).send().body();

        assertThat(server.call("GET", path).send().body()).isNotEmpty().isEqualTo(first);
        assertThat(server.context()
                        .getBean(DescriptionFiles.class)
                        .openApiYaml()
                        .bytes()
                        .isDirect())
                .isTrue();
    }

    @Test
    void has_the_version_of_the_build() throws IOException {
        Matcher version = Pattern.compile("<artifactId>clubroom-parent</artifactId>\\s*<version>([^<]+)<")
                .matcher(Files.readString(Path.of("../pom.xml")));
        assertThat(version.find()).isTrue();

        assertThat(document.at("/info/version").asText()).isEqualTo(version.group(1));
        assertThat(YAML.readTree(server.call("GET", "/asyncapi.yaml").send().body())
                        .at("/info/version")
                        .asText())
                .isEqualTo(version.group(1));
    }

    @Test
    void is_about_the_server_that_serves_it() {
        assertThat(document.get("servers")).hasSize(1);
        assertThat(document.at("/servers/0/url").asText()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat.example", "chat.example:8443", "[2001:db8::1]:8080", "o'neill.example"})
    void the_chat_is_at_the_host_that_the_client_asks(String host) throws IOException {
        String response = Raw.send(server.address(), "GET /asyncapi.yaml HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        JsonNode chat = YAML.readTree(response.substring(response.indexOf("\r\n\r\n")));

        assertThat(chat.get("servers").findValuesAsText("host")).containsExactly(host, host);
    }

    /** Generators for TypeScript take a field with a default for one that is always there. */
    @Test
    void no_field_has_a_default() {
        document.at("/components/schemas")
                .fields()
                .forEachRemaining(schema -> schema.getValue()
                        .path("properties")
                        .forEach(field -> assertThat(field.has("default"))
                                .as(schema.getKey())
                                .isFalse()));
    }

    /** Without a type, the rules of a schema apply to values of that type only, and any other value is valid. */
    @Test
    void every_schema_with_rules_has_a_type() {
        List<String> untyped = new ArrayList<>();
        collectUntyped("", document, untyped);

        assertThat(untyped).isEmpty();
    }

    private static void collectUntyped(String pointer, JsonNode node, List<String> untyped) {
        boolean isObject = node.path("properties").isObject()
                || node.path("required").isArray()
                || node.has("additionalProperties");
        boolean hasRules = isObject
                || RULES.stream()
                        .anyMatch(rule ->
                                node.path(rule).isValueNode() || node.path(rule).isArray());
        if (hasRules && (isObject ? !node.path("type").asText().equals("object") : !node.has("type"))) {
            untyped.add(pointer);
        }
        node.properties().stream()
                .filter(child -> !EXAMPLES.contains(child.getKey()))
                .forEach(child -> collectUntyped(pointer + "/" + child.getKey(), child.getValue(), untyped));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collectUntyped(pointer + "/" + i, node.get(i), untyped);
        }
    }

    /** Pages for people are not part of the API. */
    @Test
    void has_every_operation_of_the_server_and_no_other() {
        Set<String> routes = new TreeSet<>();
        server.context()
                .getBean(Router.class)
                .uriRoutes()
                // Of those for HEAD, most come with one for GET.
                .filter(route -> (route.getHttpMethod() != HttpMethod.HEAD
                                || route.getAnnotationMetadata().hasAnnotation(Head.class))
                        && !route.getDeclaringType().getPackageName().equals("io.clubroom.web.page"))
                .forEach(route -> routes.add(route.getHttpMethodName() + " " + route.getUriMatchTemplate()));

        assertThat(described()).isEqualTo(routes);
    }

    /** YAML 1.1 reads {@code off} as a boolean. */
    @Test
    void the_values_of_a_string_are_texts() {
        assertThat(document.findParents("enum"))
                .filteredOn(schema -> schema.path("type").asText().equals("string"))
                .isNotEmpty()
                .allSatisfy(schema -> assertThat(schema.get("enum")).allMatch(JsonNode::isTextual));
    }

    @Test
    void describes_every_operation_completely() {
        for (JsonNode path : document.get("paths")) {
            for (JsonNode operation : path) {
                String id = operation.path("operationId").asText();
                assertThat(operation.path("summary").asText()).as(id).isNotBlank();
                assertThat(operation.path("tags")).as(id).hasSize(1);
                assertThat(document.get("tags").findValuesAsText("name"))
                        .contains(operation.at("/tags/0").asText());
                assertThat(operation.has("security")).as(id).isTrue();
                assertThat(fields(operation.get("responses"))).as(id).contains("400", "403", "500", "503");
                assertThat(fields(operation.get("responses"))).as(id).anyMatch(status -> status.charAt(0) < '4');
            }
        }
    }

    @Test
    void every_response_has_limit_headers_unless_its_path_is_not_limited() {
        Set<String> unlimited = new TreeSet<>();
        document.get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().forEach(operation -> {
                    boolean isLimited = operation.get("responses").has("429");
                    if (!isLimited) {
                        unlimited.add(path.getKey());
                    }
                    for (String status : fields(operation.get("responses"))) {
                        JsonNode answer = operation.get("responses").get(status);
                        JsonNode headers = answer.has("$ref")
                                ? document.at(answer.get("$ref").asText().substring(1) + "/headers")
                                : answer.get("headers");
                        List<String> names = fields(headers);
                        String as = path.getKey() + " " + status;
                        assertThat(names.contains("RateLimit")).as(as).isEqualTo(isLimited);
                        assertThat(names.contains("RateLimit-Policy")).as(as).isEqualTo(isLimited);
                        assertThat(names.contains("Retry-After"))
                                .as(as)
                                .isEqualTo(Set.of("429", "503").contains(status));
                    }
                }));

        assertThat(unlimited).containsExactly("/health", "/health/live", "/health/ready", "/metrics");
    }

    @Test
    void has_every_path_variable() {
        document.get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().forEach(operation -> {
                    List<String> described = new ArrayList<>();
                    operation.get("parameters").forEach(parameter -> {
                        JsonNode resolved =
                                document.at(parameter.get("$ref").asText().substring(1));
                        if (resolved.get("in").asText().equals("path")) {
                            described.add("{" + resolved.get("name").asText() + "}");
                        }
                    });
                    assertThat(described)
                            .isEqualTo(Pattern.compile("\\{\\w+}")
                                    .matcher(path.getKey())
                                    .results()
                                    .map(found -> found.group())
                                    .toList());
                }));
    }

    @Test
    void has_no_dangling_references() {
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allMatch(reference -> !document.at(reference.substring(1)).isMissingNode());
    }

    @Test
    void has_an_example_of_every_error_of_an_operation() {
        Set<String> unmet = new TreeSet<>(
                Arrays.stream(ErrorCode.values()).map(ErrorCode::text).toList());
        unmet.removeAll(fields(document.at("/components/examples")));

        assertThat(unmet).containsExactly("http_version_not_supported", "method_not_allowed", "not_implemented");
    }

    @Test
    void examples_match_their_schemas() {
        document.at("/components/schemas")
                .fields()
                .forEachRemaining(schema -> schema.getValue()
                        .path("examples")
                        .forEach(example -> assertThat(
                                        description.faults("/components/schemas/" + schema.getKey(), example))
                                .isEmpty()));
        document.at("/components/requestBodies")
                .fields()
                .forEachRemaining(body -> body.getValue()
                        .get("content")
                        .fields()
                        .forEachRemaining(media -> {
                            String at = "/components/requestBodies/" + body.getKey() + "/content/"
                                    + media.getKey().replace("/", "~1") + "/schema";
                            List<JsonNode> examples =
                                    new ArrayList<>(media.getValue().findValues("value"));
                            examples.addAll(media.getValue().findValues("example"));
                            assertThat(examples).as(at).isNotEmpty();
                            assertThat(examples)
                                    .as(at)
                                    .allSatisfy(example -> assertThat(description.faults(at, example))
                                            .isEmpty());
                        }));
        document.at("/components/examples").fields().forEachRemaining(example -> {
            String schema = example.getKey().endsWith("-problem") ? "Problem" : "Error";
            assertThat(description.faults(
                            "/components/schemas/" + schema, example.getValue().get("value")))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "get, /api/users, true, false",
        "get, /api/users/{id}, true, false",
        "post, /api/users, true, true",
        "post, /api/auth/login, false, true",
        "get, /health, false, true"
    })
    void says_which_operations_require_a_token(String method, String path, boolean takesToken, boolean takesNone) {
        JsonNode security = document.get("paths").get(path).get(method).get("security");

        assertThat(security.findValue("bearer") != null).isEqualTo(takesToken);
        assertThat(security.isEmpty() || security.get(0).isEmpty()).isEqualTo(takesNone);
        assertThat(document.at("/components/securitySchemes/bearer/scheme").asText())
                .isEqualTo("bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Username: jo, j.s-m_1, name with space, 'x'",
                "PhoneNumber: +1 234 567 890, 12345, +, 1234567890123456789012, (030) 123-45",
                "FullName: J, John Smith, María Torres",
                "Role: client, trainer, admin, owner",
                "EmailNotices: direct_and_mentions, off, OFF, all",
                "Password: SecurePass123, short1A, alllowercase1, ALLUPPERCASE1, NoDigitAtAll",
                "Email: john@example.com, john, a..b@example.com, .a@example.com, a@b, a@-b.com, a@b.123"
            })
    void has_the_rules_of_the_server(String line) {
        String[] rule = line.split(": ");
        String field = rule[0].replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
        for (String value : rule[1].split(", ")) {
            Reply reply = server.call("PUT", "/api/users/" + server.admin().id())
                    .bearer(server.token(server.stored(server.admin())))
                    .json("{\"" + field + "\":\"" + value + "\"}")
                    .send();

            assertThat(description
                            .faults("/components/schemas/" + rule[0], TextNode.valueOf(value))
                            .isEmpty())
                    .as(value)
                    .isEqualTo(reply.status() != 400 || !reply.wrongFields().contains(field));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/openapi.yaml", "/asyncapi.yaml", "/docs", "/docs/docs.js"})
    void is_not_sent_again_to_clients_that_have_it(String path) {
        Reply first = server.call("GET", path).send();
        Reply again = server.call("GET", path)
                .header("If-None-Match", first.header("ETag"))
                .send();

        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    }

    @Test
    void the_page_loads_nothing_from_other_hosts() {
        Reply page = server.call("GET", "/docs").send();

        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http");
        assertThat(page.body()).doesNotContain("http://", "https://", "<script>", "style=", "onclick");
        List<String> parts = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"")
                .matcher(page.body())
                .results()
                .map(part -> part.group(1))
                .toList();
        assertThat(parts).contains("/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css", "/docs/docs.js");
        assertThat(parts)
                .allSatisfy(part -> assertThat(server.call("GET", part).send().status())
                        .as(part)
                        .isEqualTo(200));
    }

    @Test
    void a_browser_that_opens_the_server_gets_to_the_page() {
        Reply browser = server.call("GET", "/")
                .header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                .send();

        assertThat(browser.status()).isEqualTo(303);
        assertThat(browser.header("Location")).isEqualTo("/docs");
        assertThat(server.call("GET", "/").header("Accept", "*/*").send().status())
                .isEqualTo(404);
        assertThat(server.call("GET", "/").send().status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope", "..%2Fdocs.html", "docs.html", "openapi.json", "%2e%2e"})
    void the_page_has_no_other_files(String name) {
        assertThat(server.call("GET", "/docs/" + name).send().status()).isEqualTo(404);
    }

    private Set<String> described() {
        Set<String> calls = new TreeSet<>();
        document.get("paths")
                .fields()
                .forEachRemaining(path -> fields(path.getValue())
                        .forEach(method -> calls.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return calls;
    }

    private static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
