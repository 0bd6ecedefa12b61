package io.clubroom.persistence.mail;

import io.clubroom.persistence.ContentCipher;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

/** Stores the variables of mails, encrypted and bound to the row. */
@Singleton
final class MailContent {
    private final ContentCipher cipher;

    MailContent(ContentCipher cipher) {
        this.cipher = cipher;
    }

    byte[] seal(UUID row, Map<String, String> variables) {
        Properties properties = new Properties();
        properties.putAll(variables);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            properties.store(out, null);
        } catch (IOException impossible) {
            throw new AssertionError("in memory", impossible);
        }
        return cipher.seal(row, out.toByteArray());
    }

    Map<String, String> open(UUID row, byte[] sealed) throws ContentCipher.Unreadable {
        Properties properties = new Properties();
        try {
            properties.load(new ByteArrayInputStream(cipher.open(row, sealed)));
        } catch (IOException impossible) {
            throw new AssertionError("in memory", impossible);
        }
        Map<String, String> variables = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> variables.put(name, properties.getProperty(name)));
        return variables;
    }
}
