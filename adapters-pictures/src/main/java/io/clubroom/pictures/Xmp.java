package io.clubroom.pictures;

/** Overwrites properties of XMP (ISO 16684-1) that tell a place with spaces: attributes and elements whose name starts with GPS. */
final class Xmp {
    private static final int MAX_NAME = 200;
    private static final int MAX_VALUE = 64 * 1024;

    /** Of damaged XMP, in which an end is searched for in vain. */
    private static final int MAX_FAILURES = 64;

    private static final String GPS = "gps";

    private final Bytes text;
    private int failures;

    private Xmp(Bytes text) {
        this.text = text;
    }

    /** Returns whether there was any. */
    static boolean removeLocation(Bytes text) {
        return new Xmp(text).removeLocation();
    }

    private boolean removeLocation() {
        boolean removed = false;
        for (long place = 0; place < text.size(); place++) {
            int before = text.at(place);
            if ((before == ':' || before == '<') && isGps(place + 1)) {
                removed |= remove(place + 1);
            }
        }
        return removed;
    }

    private boolean isGps(long place) {
        for (int i = 0; i < GPS.length(); i++) {
            if ((text.at(place + i) | 0x20) != GPS.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** @param local where the local part of the name starts */
    private boolean remove(long local) {
        long start = local;
        while (local - start < MAX_NAME && isOfName(text.at(start - 1))) {
            start--;
        }
        long end = local;
        while (end - local < MAX_NAME && isOfName(text.at(end))) {
            end++;
        }
        long last;
        if (text.at(start - 1) == '<') {
            last = endOfElement(start, end);
            start--;
        } else {
            last = endOfAttribute(end);
        }
        text.fill(start, last, ' ');
        return last > start;
    }

    private static boolean isOfName(int character) {
        return character == ':'
                || character == '-'
                || character == '_'
                || character == '.'
                || (character >= '0' && character <= '9')
                || ((character | 0x20) >= 'a' && (character | 0x20) <= 'z')
                || character >= 0x80;
    }

    /** The end of an attribute's value; -1 if it is none. */
    private long endOfAttribute(long endOfName) {
        long place = afterSpace(endOfName);
        if (text.at(place) != '=') {
            return -1;
        }
        place = afterSpace(place + 1);
        int quote = text.at(place);
        return quote == '"' || quote == '\'' ? after(quote, place + 1) : -1;
    }

    private long endOfElement(long start, long endOfName) {
        long place = endOfName;
        int next = text.at(place);
        while (next != '>') {
            if (next < 0 || place - start > MAX_VALUE) {
                return endOfName;
            }
            place = next == '"' || next == '\'' ? after(next, place + 1) : place + 1;
            next = text.at(place);
        }
        if (text.at(place - 1) == '/') {
            return place + 1;
        }
        long content = place + 1;
        long limit = failures > MAX_FAILURES ? 0 : content + MAX_VALUE;
        for (place = content; place < limit && text.at(place) >= 0; place++) {
            if (isEnd(place, start, endOfName)) {
                return after('>', place);
            }
        }
        failures++;
        return afterText(content);
    }

    /** Whether the end tag with that name is here. */
    private boolean isEnd(long place, long name, long endOfName) {
        if (text.at(place) != '<' || text.at(place + 1) != '/') {
            return false;
        }
        for (long i = 0; i < endOfName - name; i++) {
            if (text.at(place + 2 + i) != text.at(name + i)) {
                return false;
            }
        }
        return !isOfName(text.at(place + 2 + endOfName - name));
    }

    private long afterText(long start) {
        long place = start;
        while (place - start < MAX_VALUE && text.at(place) >= 0 && text.at(place) != '<') {
            place++;
        }
        return place;
    }

    private long afterSpace(long start) {
        long place = start;
        while (place - start < MAX_NAME && text.at(place) >= 0 && text.at(place) <= ' ') {
            place++;
        }
        return place;
    }

    /** After the next of this character; if there is none, after the text that goes on here. */
    private long after(int character, long start) {
        long limit = failures > MAX_FAILURES ? start : start + MAX_VALUE;
        for (long place = start; place < limit && text.at(place) >= 0; place++) {
            if (text.at(place) == character) {
                return place + 1;
            }
        }
        failures++;
        return start;
    }
}
