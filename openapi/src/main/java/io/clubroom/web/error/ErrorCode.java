package io.clubroom.web.error;

import java.util.Locale;

/** The errors of the API. Clients rely on the codes, so they never change. */
public enum ErrorCode {
    MALFORMED_JSON(400, "The body is empty, or not valid JSON in UTF-8."),
    INVALID_INPUT(400, "Fields of the body, query, path or headers are invalid; all of them are listed."),
    BAD_REQUEST(400, "The request is not valid HTTP."),
    USERNAME_TAKEN(400, "Another user has this username; case is ignored."),
    EMAIL_TAKEN(400, "Another user has this e-mail address; case is ignored."),
    INVALID_CREDENTIALS(400, "No user with this e-mail address has this password."),
    ACCOUNT_INACTIVE(400, "The credentials are correct, but the account is inactive."),
    CURRENT_PASSWORD_WRONG(400, "Changing the password requires the current one, which is missing or wrong."),
    OAUTH_STATE_INVALID(400, "The sign-in was not started in this browser, has expired, or is already complete."),
    OAUTH_CODE_MISSING(400, "The provider's redirect has no single code and no error."),
    OAUTH_DENIED(400, "The user denied access at the provider."),
    OAUTH_EMAIL_UNVERIFIED(400, "The provider has no confirmed e-mail address of the user."),
    OAUTH_CODE_INVALID(400, "The sign-in code is unknown, expired or already used."),
    TOKEN_INVALID(400, "The token or code is unknown, wrong, used or expired, or the account has another address now."),
    CODE_INVALID(400, "The code is wrong, expired or already used."),
    CREDENTIAL_INVALID(400, "The passkey's answer does not prove what it must."),
    MFA_TOKEN_INVALID(400, "The sign-in that waits for a second factor is unknown, complete or expired, or has ended."),
    CHALLENGE_INVALID(400, "The challenge is unknown, expired, already used, or meant for another call or account."),
    INVALID_IMAGE(400, "The picture cannot be decoded."),
    IMAGE_TOO_LARGE(400, "The picture has too many pixels."),
    EMAIL_DOMAIN_NOT_ALLOWED(400, "Addresses of this domain may not register."),
    INVITATION_INVALID(400, "The invitation is unknown, used, withdrawn or expired."),
    INVALID_CONTENT(400, "The text is empty in a message without files, too long, or not valid text."),
    INVALID_EMOJI(400, "The reaction is not exactly one emoji."),
    AUTHENTICATION_REQUIRED(401, "This call requires an access token."),
    INVALID_TOKEN(401, "The access token is malformed, expired, revoked or forged."),
    REFRESH_TOKEN_INVALID(401, "The refresh token is unknown, expired or used, or its session has ended."),
    SECOND_FACTOR_REQUIRED(401, "The credentials are correct; the account also requires a second factor."),
    FORBIDDEN(403, "The caller lacks permission for this call."),
    EMAIL_UNVERIFIED(403, "The address must be verified first; a mail for that is on its way."),
    REGISTRATION_CLOSED(403, "Nobody may register here, or not without an invitation."),
    SECOND_FACTOR_ENROLLMENT_REQUIRED(403, "The account must have a second factor first, because of its role."),
    REAUTHENTICATION_REQUIRED(403, "The caller must prove again who they are; they last did so too long ago."),
    MUTED(403, "The caller may not write in the room now; `until` says when that ends."),
    NOT_REACHABLE(403, "Nobody in the direct room can be reached."),
    DIRECTORY_OFF(403, "This server has no directory of people."),
    NOT_FOUND(404, "There is nothing at this path."),
    USER_NOT_FOUND(404, "There is no such user."),
    UNKNOWN_PROVIDER(404, "There is no such sign-in provider."),
    PROVIDER_NOT_CONFIGURED(404, "This provider is not configured on this server."),
    SESSION_NOT_FOUND(404, "The user has no such session."),
    PASSKEY_NOT_FOUND(404, "The user has no such passkey."),
    ROOM_NOT_FOUND(404, "There is no such room."),
    MESSAGE_NOT_FOUND(404, "There is no such message in the room."),
    REPORT_NOT_FOUND(404, "There is no such report, or the caller may not see it."),
    FILE_NOT_FOUND(404, "There is no such file, or the caller may not read it."),
    AVATAR_NOT_FOUND(404, "The user has no picture."),
    UPLOAD_NOT_FOUND(404, "The caller has no such upload."),
    INVITATION_NOT_FOUND(404, "There is no such invitation."),
    MAIL_NOT_FOUND(404, "There is no such mail."),
    METHOD_NOT_ALLOWED(405, "The path does not support this method; see the Allow header."),
    NOT_ACCEPTABLE(406, "The response is not available in any media type that the request accepts."),
    REPORT_RESOLVED(409, "Somebody has resolved the report already."),
    ROOM_TAKEN(409, "A room with this id already exists."),
    MESSAGE_DELETED(409, "The message was deleted."),
    EDIT_WINDOW_OVER(409, "The message is too old to be edited."),
    TOO_MANY_REACTIONS(409, "The message has as many different reactions as it may have."),
    CLIENT_MESSAGE_ID_USED(409, "The caller has used the client_message_id for another change in the room."),
    USER_BLOCKED(409, "The caller has blocked the other member of the direct room."),
    DIRECT_ROOM(409, "Direct rooms and their members do not change."),
    PUBLIC_ROOM(409, "Everybody is a member of a public room."),
    LAST_OWNER(409, "The room would have no owner."),
    BANNED(409, "The user is banned from the room."),
    ALREADY_INVITED(409, "An invitation of this address is pending."),
    INVITATION_ENDED(409, "The invitation was accepted or withdrawn, or its address has an account."),
    MAIL_NOT_FAILED(409, "The mail has not failed."),
    SECOND_FACTOR_MISSING(409, "The account has no second factor."),
    TOO_MANY_PASSKEYS(409, "The account has as many passkeys as it may have."),
    LAST_SIGN_IN_METHOD(409, "The account would be left without a way to sign in."),
    FILE_IN_USE(409, "The file is attached to a message."),
    UPLOAD_OFFSET_MISMATCH(409, "The upload does not end at Upload-Offset."),
    LAST_ADMIN(409, "The change would leave no active administrator."),
    VERSION_MISMATCH(412, "The resource's version does not satisfy the request's precondition."),
    TUS_VERSION_UNSUPPORTED(
            412, "Tus-Resumable must name a version that the server supports; see the Tus-Version header."),
    PAYLOAD_TOO_LARGE(413, "The body is larger than the server accepts."),
    QUOTA_EXCEEDED(413, "The user's files would take more bytes than a user may have."),
    URI_TOO_LONG(414, "The request line is longer than the server accepts."),
    UNSUPPORTED_MEDIA_TYPE(415, "This call does not accept the body's media type."),
    RANGE_NOT_SATISFIABLE(416, "The file has none of the bytes that Range asks for."),
    UPGRADE_REQUIRED(426, "This is a WebSocket endpoint; upgrade the connection over HTTP/1.1."),
    RATE_LIMITED(429, "Too many requests; retry after the time in Retry-After."),
    HEADERS_TOO_LARGE(431, "The headers are larger than the server accepts."),
    CHECKSUM_MISMATCH(460, "The body does not have the checksum of Upload-Checksum; none of it was stored."),
    INTERNAL_ERROR(500, "An unexpected server error; the server's log has the details under the request id."),
    NOT_IMPLEMENTED(501, "The server does not know this method."),
    OAUTH_PROVIDER_ERROR(502, "The provider did not respond in time, or its response was invalid."),
    DATABASE_UNAVAILABLE(503, "The database is unreachable or stores no changes; retry after the time in Retry-After."),
    STORE_UNAVAILABLE(503, "The store of files is unreachable; retry after the time in Retry-After."),
    OVERLOADED(503, "The server is overloaded; retry after the time in Retry-After."),
    STORAGE_FULL(507, "The store of files has no room left."),
    HTTP_VERSION_NOT_SUPPORTED(505, "The server supports HTTP/1.0 and HTTP/1.1, and HTTP/2 over TLS.");

    private final int status;
    private final String description;

    ErrorCode(int status, String description) {
        this.status = status;
        this.description = description;
    }

    /** The HTTP status of responses with this code. */
    public int status() {
        return status;
    }

    /** A sentence for people. */
    public String description() {
        return description;
    }

    /** The code as it appears in responses. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
