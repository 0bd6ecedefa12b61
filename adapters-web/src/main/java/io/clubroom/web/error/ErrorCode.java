package io.clubroom.web.error;

import java.util.Locale;

/** What went wrong, as clients can rely on it: these codes do not change. */
public enum ErrorCode {
    MALFORMED_JSON(400, "The body is empty, or not valid JSON in UTF-8."),
    INVALID_INPUT(400, "Fields of the body, the query, the path or a header are wrong; all of them are listed."),
    BAD_REQUEST(400, "The request is not valid HTTP."),
    USERNAME_TAKEN(400, "Another user has this username, in whatever case."),
    EMAIL_TAKEN(400, "Another user has this e-mail address, in whatever case."),
    INVALID_CREDENTIALS(400, "No user with this e-mail address has this password."),
    ACCOUNT_INACTIVE(400, "The password, or the account elsewhere, is right, but the account here is switched off."),
    CURRENT_PASSWORD_WRONG(400, "A new password needs the current one, and it is missing or wrong."),
    OAUTH_STATE_INVALID(400, "The sign-in was not begun in this browser, or too long ago, or it has ended already."),
    OAUTH_DENIED(400, "The user said no at the provider."),
    OAUTH_EMAIL_UNVERIFIED(400, "The provider does not vouch for an e-mail address of the user."),
    OAUTH_CODE_INVALID(400, "The code of the sign-in is unknown, expired or used."),
    AUTHENTICATION_REQUIRED(401, "The call needs an access token."),
    INVALID_TOKEN(401, "The access token is malformed, expired, revoked or forged."),
    REFRESH_TOKEN_INVALID(401, "The refresh token is unknown, expired or used, or its session has ended."),
    FORBIDDEN(403, "The caller may not do this."),
    NOT_FOUND(404, "There is nothing at this path."),
    USER_NOT_FOUND(404, "There is no such user."),
    UNKNOWN_PROVIDER(404, "There is no such provider to sign in with."),
    PROVIDER_NOT_CONFIGURED(404, "This server is not registered with the provider."),
    ROOM_NOT_FOUND(404, "There is no such room."),
    METHOD_NOT_ALLOWED(405, "The path exists, but not for this method; see the Allow header."),
    NOT_ACCEPTABLE(406, "The answer has none of the media types that the request accepts."),
    ROOM_TAKEN(409, "There is a room with this id already."),
    LAST_ADMIN(409, "It would leave the system without an active administrator."),
    VERSION_MISMATCH(412, "The resource has another version than the request was made for."),
    PAYLOAD_TOO_LARGE(413, "The body is larger than the server takes."),
    URI_TOO_LONG(414, "The request line is longer than the server takes."),
    UNSUPPORTED_MEDIA_TYPE(415, "The body has a media type that this call does not take."),
    UPGRADE_REQUIRED(426, "This is the chat over WebSocket; the request must be an upgrade to it over HTTP/1.1."),
    RATE_LIMITED(429, "More requests than allowed; try again after the time in Retry-After."),
    HEADERS_TOO_LARGE(431, "The headers are larger than the server takes."),
    INTERNAL_ERROR(500, "A fault of the server; its log has the details under the request's id."),
    OAUTH_PROVIDER_ERROR(502, "The provider did not answer in time, or not as it should."),
    DATABASE_UNAVAILABLE(503, "The database cannot be reached; try again after the time in Retry-After."),
    OVERLOADED(503, "The server has more to do than it can; try again after the time in Retry-After.");

    private final int status;
    private final String description;

    ErrorCode(int status, String description) {
        this.status = status;
        this.description = description;
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** What it means, in a sentence. */
    public String description() {
        return description;
    }

    /** The code as clients read it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
