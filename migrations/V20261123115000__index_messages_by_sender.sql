-- One index where there were two: it finds what a user has called a message, and all messages of a user who is removed. Those two are
-- dropped by the next step: making this one takes its time, and must not lock anything but the writing of messages.
CREATE UNIQUE INDEX chat_messages_user_id_room_id_client_message_id ON chat_messages (user_id, room_id, client_message_id);
