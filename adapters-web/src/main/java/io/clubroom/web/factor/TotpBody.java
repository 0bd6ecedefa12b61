package io.clubroom.web.factor;

import io.clubroom.application.enrollment.BeginTotp;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The secret for an authenticator app.
 *
 * @param secret The secret in base32, for manual entry.
 * @param otpauthUri The secret as an `otpauth:` URI.
 * @param qrSvg The URI as a QR code, an SVG image.
 */
@Schema(name = "NewAuthenticatorApp", examples = """
    {
      "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
      "otpauth_uri": "otpauth://totp/Clubroom:john.smith%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Clubroom&algorithm=SHA1&digits=6&period=30",
      "qr_svg": "<svg xmlns=\\"http://www.w3.org/2000/svg\\" viewBox=\\"0 0 45 45\\"></svg>"
    }\
    """)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record TotpBody(String secret, String otpauthUri, String qrSvg) {
    static TotpBody of(BeginTotp.Begun begun) {
        return new TotpBody(begun.secret().base32(), begun.uri(), QrCode.svg(begun.uri()));
    }

    @Override
    public String toString() {
        return "TotpBody[hidden]";
    }
}
