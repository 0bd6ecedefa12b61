package io.clubroom.bcrypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BcryptTest {
    /** Of crypt_blowfish, by Solar Designer, whose tests are those of every implementation. */
    @ParameterizedTest
    @CsvSource({
        "U*U, $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "U*U*, $2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
        "U*U*U, $2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a",
        "'', $2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy",
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored, "
                + "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui"
    })
    void computes_what_is_published(String password, String hash) {
        ModularCrypt published = ModularCrypt.parse(hash);
        assertThat(published).isNotNull();
        Bcrypt bcrypt = new Bcrypt(password.getBytes(StandardCharsets.UTF_8), published.salt(), published.cost());

        assertThat(alone(bcrypt)).isEqualTo(published.digest());
    }

    static Stream<Random> seeds() {
        return IntStream.range(0, 40).mapToObj(Random::new);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void computes_what_another_implementation_computes(Random random) {
        byte[] password = password(random);
        byte[] salt = salt(random);
        int cost = 4 + random.nextInt(3);

        assertThat(alone(new Bcrypt(password, salt, cost))).isEqualTo(another(password, salt, cost));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void two_that_are_computed_together_do_not_disturb_each_other(Random random) {
        byte[] password = password(random);
        byte[] salt = salt(random);
        byte[] otherPassword = password(random);
        byte[] otherSalt = salt(random);
        Bcrypt one = new Bcrypt(password, salt, 6);
        Bcrypt other = new Bcrypt(otherPassword, otherSalt, 5);

        for (int step = random.nextInt(8); step > 0; step--) {
            one.advance();
        }
        while (!other.isDone()) {
            Bcrypt.advance(one, other);
        }

        assertThat(alone(one)).isEqualTo(another(password, salt, 6));
        assertThat(other.digest()).isEqualTo(another(otherPassword, otherSalt, 5));
    }

    @Test
    void pi_is_pi() {
        // 3.243F6A8885A308D3 in hexadecimal digits
        assertThat(Pi.fraction(2)).containsExactly(0x243F6A88, 0x85A308D3);
    }

    private static byte[] alone(Bcrypt bcrypt) {
        while (!bcrypt.isDone()) {
            bcrypt.advance();
        }
        return bcrypt.digest();
    }

    private static byte[] another(byte[] password, byte[] salt, int cost) {
        ModularCrypt hash = ModularCrypt.parse(OpenBSDBCrypt.generate("2b", password, salt, cost));
        assertThat(hash).isNotNull();
        return hash.digest();
    }

    private static byte[] password(Random random) {
        byte[] password = new byte[random.nextInt(Bcrypt.MAX_PASSWORD_BYTES + 1)];
        for (int i = 0; i < password.length; i++) {
            password[i] = (byte) (1 + random.nextInt(0xff));
        }
        return password;
    }

    private static byte[] salt(Random random) {
        byte[] salt = new byte[Bcrypt.SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }
}
