package io.clubroom.domain.chat.search;

/**
 * The index with which {@link MessageSearch} finds messages. Messages are added to it some time after they were stored; until then, a
 * search reads them one by one. Only one node at a time works on the index.
 */
public interface SearchIndex {
    /**
     * The state after a step.
     *
     * @param pending the number of messages that are not in the index
     * @param more whether there is more to do now
     */
    record Progress(long pending, boolean more) {}

    /**
     * Does a part of the pending work, within about a second: first removes the former texts of messages that were edited or deleted, then
     * adds new messages.
     *
     * @throws io.clubroom.domain.Unavailable if the store is unreachable
     */
    Progress advance();
}
