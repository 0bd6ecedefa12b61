package io.clubroom.bootstrap;

import io.clubroom.bootstrap.settings.Settings;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Checks whether a server on this machine is ready. */
final class HealthProbe {
    private static final int TIMEOUT_MILLIS = 4_000;

    private HealthProbe() {}

    /** Whether the server with these settings answers {@code GET /health/ready} with 200. */
    static boolean isReady(Settings settings) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) address(settings).toURL().openConnection();
            if (connection instanceof HttpsURLConnection secure) {
                trustAnyCertificate(secure);
            }
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException | GeneralSecurityException | URISyntaxException unreachable) {
            return false;
        }
    }

    private static URI address(Settings settings) throws IOException, URISyntaxException {
        InetAddress address = InetAddress.getByName(settings.host());
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : settings.host();
        return new URI(
                settings.https().enabled() ? "https" : "http",
                null,
                host,
                settings.port(),
                "/health/ready",
                null,
                null);
    }

    /**
     * Trusts any certificate: the probe connects to its own machine and sends nothing confidential, and the certificate may be self-signed
     * or for another name.
     */
    private static void trustAnyCertificate(HttpsURLConnection connection) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustEverything()}, null);
        connection.setSSLSocketFactory(context.getSocketFactory());
        connection.setHostnameVerifier((_, _) -> true);
    }

    private static final class TrustEverything implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
