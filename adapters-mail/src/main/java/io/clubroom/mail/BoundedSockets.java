package io.clubroom.mail;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Creates sockets that read a limited number of bytes, because the library keeps replies of any length in memory. */
final class BoundedSockets extends SocketFactory {
    private final int maxBytes;

    BoundedSockets(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public Socket createSocket() {
        return new BoundedSocket(maxBytes);
    }

    // Jakarta Mail creates only unconnected sockets, and connects them with its own timeout.

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }

    private static final class BoundedSocket extends Socket {
        private final int maxBytes;

        BoundedSocket(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new BoundedInput(super.getInputStream(), maxBytes);
        }
    }

    private static final class BoundedInput extends FilterInputStream {
        private int left;

        BoundedInput(InputStream in, int maxBytes) {
            super(in);
            left = maxBytes;
        }

        @Override
        public int read() throws IOException {
            return count(super.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            return count(read, read);
        }

        private int count(int result, int bytes) throws IOException {
            left -= Math.max(0, bytes);
            if (left < 0) {
                throw new IOException("The server answers too much");
            }
            return result;
        }
    }
}
