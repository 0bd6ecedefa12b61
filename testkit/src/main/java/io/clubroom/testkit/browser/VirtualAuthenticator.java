package io.clubroom.testkit.browser;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.function.UnaryOperator;

/** An authenticator that Chromium simulates for a page; its user is always there and verified (WebAuthn Level 3 §11). */
public final class VirtualAuthenticator {
    private final CDPSession session;
    private final String id;

    private VirtualAuthenticator(CDPSession session, String id) {
        this.session = session;
        this.id = id;
    }

    /** Gives the page one without passkeys. */
    public static VirtualAuthenticator of(Page page) {
        CDPSession session = page.context().newCDPSession(page);
        session.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject command = new JsonObject();
        command.add("options", options);
        JsonObject added = session.send("WebAuthn.addVirtualAuthenticator", command);
        return new VirtualAuthenticator(session, added.get("authenticatorId").getAsString());
    }

    /** Replaces the only passkey by a copy with another counter of signatures. */
    public void changeSignCount(UnaryOperator<Integer> change) {
        JsonObject passkey = passkey();
        JsonObject removal = command();
        removal.add("credentialId", passkey.get("credentialId"));
        session.send("WebAuthn.removeCredential", removal);
        passkey.addProperty("signCount", change.apply(passkey.get("signCount").getAsInt()));
        JsonObject addition = command();
        addition.add("credential", passkey);
        session.send("WebAuthn.addCredential", addition);
    }

    /** Gives this authenticator a copy of the only passkey of another one. */
    public void copy(VirtualAuthenticator other) {
        JsonObject addition = command();
        addition.add("credential", other.passkey());
        session.send("WebAuthn.addCredential", addition);
    }

    private JsonObject passkey() {
        return session.send("WebAuthn.getCredentials", command())
                .getAsJsonArray("credentials")
                .get(0)
                .getAsJsonObject();
    }

    private JsonObject command() {
        JsonObject command = new JsonObject();
        command.addProperty("authenticatorId", id);
        return command;
    }
}
