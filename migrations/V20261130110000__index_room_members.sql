-- A reader's rooms are listed by their ids, byte by byte: the public ones, and those of which the reader is a member. Rooms of others cost nothing.
CREATE INDEX chat_rooms_public_idx ON chat_rooms (id COLLATE "C") WHERE kind = 'public';

DROP INDEX chat_members_user_id_idx;
CREATE INDEX chat_members_user_id_idx ON chat_members (user_id, room_id COLLATE "C");

-- The members of a room, those who joined first first.
CREATE INDEX chat_members_joined_at_idx ON chat_members (room_id, joined_at, user_id);
