package io.clubroom.web.limit;

import io.clubroom.domain.user.CaseFolding;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.UserId;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Identifies a client whose requests share a quota, in 16 bytes. */
record LimitKey(long high, long low) {
    /** Treats an IPv6 /64 network as one client, because a host can use any address in its network. */
    static LimitKey of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address ? new LimitKey(bytes.getLong(), 0) : new LimitKey(0, bytes.getInt());
    }

    static LimitKey of(UserId user) {
        UUID id = user.value();
        return new LimitKey(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /** @param salt prevents an e-mail address from being recognized by its key */
    static LimitKey of(Email account, byte[] salt) {
        return hash(salt, canonical(account));
    }

    /** @param salt prevents an e-mail address from being recognized by its key */
    static LimitKey of(Email account, InetAddress address, byte[] salt) {
        LimitKey client = of(address);
        byte[] network = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(client.high)
                .putLong(client.low)
                .array();
        return hash(salt, network, canonical(account));
    }

    private static byte[] canonical(Email account) {
        return CaseFolding.fold(account.value()).getBytes(StandardCharsets.UTF_8);
    }

    private static LimitKey hash(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            ByteBuffer hash = ByteBuffer.wrap(digest.digest());
            return new LimitKey(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
