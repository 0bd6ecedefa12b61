package io.clubroom.bootstrap.https;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;

/** Creates a self-signed certificate for this machine, for trying HTTPS. */
public final class SelfSignedCertificate {
    /** Apple's systems accept less than 825 days for certificates that a user trusts, browsers at most 398. */
    private static final Duration VALIDITY = Duration.ofDays(397);

    private SelfSignedCertificate() {}

    /** Writes a new key (ECDSA P-256, PKCS #8) and a certificate for localhost as PEM files. */
    public static void write(Path certificateFile, Path keyFile) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            // The key first: after a crash in between, the next start must not take the certificate for the operator's
            // own.
            writePem(keyFile, new JcaPKCS8Generator(pair.getPrivate(), null), "rw-------");
            writePem(certificateFile, new JcaMiscPEMGenerator(certificate(pair)), "rw-r--r--");
        } catch (GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException("this Java platform cannot sign with ECDSA", impossible);
        }
    }

    private static X509CertificateHolder certificate(KeyPair pair) throws IOException, OperatorCreationException {
        X500Name name = new X500Name("CN=localhost,O=Clubroom (self-signed)");
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(127, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(VALIDITY)),
                name,
                pair.getPublic());
        certificate
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, "localhost"),
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                    new GeneralName(GeneralName.iPAddress, "::1")
                }));
        return certificate.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    }

    private static void writePem(Path file, PemObjectGenerator content, String permissions) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        }
        try (Writer writer = Files.newBufferedWriter(file);
                PemWriter pem = new PemWriter(writer)) {
            pem.writeObject(content);
        }
    }
}
