-- The messages of a database that is taken over are found at once, though slowly until they have keys. Apart from what creates the tables, because
-- it takes some seconds for millions of messages, in which it locks nothing.
SELECT chat_search_list((SELECT count(*) FROM chat_messages), 16384);
