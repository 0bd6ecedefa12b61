package io.clubroom.web.factor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QrCodeTest {
    private static final int MARGIN = 4;
    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z");

    /** The modules that the path of the image paints, without the margin. */
    private static BitMatrix painted(String svg) {
        Matcher size = Pattern.compile("viewBox=\"0 0 (\\d+) \\1\"").matcher(svg);
        assertThat(size.find()).isTrue();
        BitMatrix modules = new BitMatrix(Integer.parseInt(size.group(1)) - 2 * MARGIN);
        Matcher run = RUN.matcher(svg);
        while (run.find()) {
            modules.setRegion(
                    Integer.parseInt(run.group(1)) - MARGIN,
                    Integer.parseInt(run.group(2)) - MARGIN,
                    Integer.parseInt(run.group(3)),
                    1);
        }
        return modules;
    }

    @Test
    void a_reader_finds_the_text_in_the_image() throws Exception {
        String text = "otpauth://totp/Club:" + "a".repeat(300) + "%40example.com?secret=GEZDGNBVGY3TQOJQ&issuer=Club";

        String svg = QrCode.svg(text);

        assertThat(new Decoder().decode(painted(svg)).getText()).isEqualTo(text);
        assertThat(svg).startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"").endsWith("</svg>");
    }
}
