package io.clubroom.bootstrap.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in the place of GitHub, where everybody has the same account. */
public final class GitHubDouble implements AutoCloseable {
    /** Where a sign-in begins. */
    public static final String BEGIN = "/api/auth/oauth/github";

    private static final String CALLBACK = "/api/auth/oauth/callback?code=code&state=";
    private static final Pattern STATE = Pattern.compile("[?&]state=([^&]+)");

    private final HttpServer http;

    private GitHubDouble(HttpServer http) {
        this.http = http;
    }

    /** @param login the name of the account, whose verified address is at {@code example.com} */
    public static GitHubDouble start(String login) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        GitHubDouble gitHub = new GitHubDouble(http);
        gitHub.answer("/token", "{\"access_token\":\"t\"}");
        gitHub.answer("/user", "{\"id\":1,\"login\":\"" + login + "\"}");
        gitHub.answer("/emails", "[{\"email\":\"" + login + "@example.com\",\"primary\":true,\"verified\":true}]");
        http.start();
        return gitHub;
    }

    private void answer(String path, String body) {
        http.createContext(path, exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, body.length());
                exchange.getResponseBody().write(body.getBytes(UTF_8));
            }
        });
    }

    /** The variables of a server whose users sign in here. */
    public Map<String, String> variables() {
        String address = "http://127.0.0.1:" + http.getAddress().getPort();
        return Map.of(
                "GITHUB_CLIENT_ID",
                "id",
                "GITHUB_CLIENT_SECRET",
                "secret",
                "GITHUB_TOKEN_URL",
                address + "/token",
                "GITHUB_USERINFO_URL",
                address + "/user",
                "GITHUB_EMAILS_URL",
                address + "/emails");
    }

    @Override
    public void close() {
        http.stop(0);
    }

    /**
     * A sign-in that has begun.
     *
     * @param cookie the cookie that the browser sends with the callback
     */
    public record SignIn(String state, String cookie) {
        public static SignIn begin(TestServer server) {
            return begin(server, "");
        }

        public static SignIn begin(TestServer server, String query) {
            Reply reply = server.api().get(BEGIN + query).expect(302);
            assertThat(reply.header("Location")).startsWith("https://github.com/login/oauth/authorize?");
            Matcher state = STATE.matcher(reply.header("Location"));
            assertThat(state.find()).isTrue();
            return new SignIn(state.group(1), reply.header("Set-Cookie").split(";", 2)[0]);
        }

        /** Follows the redirect of the provider to the callback of this server. */
        public Reply comeBack(TestServer server) {
            return server.api().get(CALLBACK + state, "Cookie", cookie);
        }
    }
}
