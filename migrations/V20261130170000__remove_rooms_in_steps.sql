-- Whoever removes a room with many messages waits for nothing that grows with them: they are removed later, in steps. Until then it is a private
-- room without members, which nobody sees.
CREATE TABLE chat_removals (
    room_id varchar(100) PRIMARY KEY REFERENCES chat_rooms (id) ON DELETE CASCADE
);
