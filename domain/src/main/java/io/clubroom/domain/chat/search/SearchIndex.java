package io.clubroom.domain.chat.search;

/**
 * The index with which {@link MessageSearch} finds messages. Messages are added to it some time after they were stored; until then a search
 * reads them one by one. The nodes take turns.
 */
public interface SearchIndex {
    /**
     * What a step has done.
     *
     * @param pending messages that are not in the index
     * @param more whether there is more to do now
     */
    record Progress(long pending, boolean more) {}

    /**
     * Does a part of the work that is due, within about a second: first removes the former texts of messages that were edited or deleted, then adds
     * new messages.
     *
     * @throws io.clubroom.domain.Unavailable if the store is unreachable
     */
    Progress advance();
}
