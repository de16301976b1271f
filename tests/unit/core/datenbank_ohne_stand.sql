BEGIN TRANSACTION;
CREATE TABLE aenderung_ziele (
	number INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	"key" TEXT NOT NULL, 
	previous INTEGER NOT NULL, 
	PRIMARY KEY (number, kind, "key"), 
	CONSTRAINT aenderung_ziele_kette UNIQUE (kind, "key", previous), 
	FOREIGN KEY(number) REFERENCES aenderungen (number)
);
CREATE TABLE aenderungen (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	undoes INTEGER, 
	content TEXT NOT NULL, 
	author VARCHAR(80) NOT NULL, 
	reason VARCHAR(300) NOT NULL, 
	made_at VARCHAR(40) NOT NULL, 
	UNIQUE (undoes), 
	FOREIGN KEY(undoes) REFERENCES aenderungen (number)
);
CREATE TABLE audit (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at INTEGER NOT NULL, 
	user VARCHAR(64) NOT NULL, 
	what VARCHAR(80) NOT NULL, 
	about VARCHAR(300) NOT NULL, 
	folded TEXT NOT NULL
);
CREATE TABLE booth_counts (
	day VARCHAR(10) NOT NULL, 
	what VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	PRIMARY KEY (day, what)
);
CREATE TABLE booth_handed_over (
	session VARCHAR(64) NOT NULL, 
	stored_at INTEGER NOT NULL, 
	PRIMARY KEY (session)
);
CREATE TABLE erinnerungen (
	session VARCHAR(64) NOT NULL, 
	sitzung VARCHAR(200) NOT NULL, 
	minuten INTEGER NOT NULL, 
	erledigt VARCHAR(40) NOT NULL, 
	marke VARCHAR(32) NOT NULL, 
	stored_at INTEGER NOT NULL, 
	PRIMARY KEY (session, sitzung)
);
CREATE TABLE interessen (
	session VARCHAR(64) NOT NULL, 
	art VARCHAR(16) NOT NULL, 
	schluessel VARCHAR(200) NOT NULL, 
	gewusst TEXT NOT NULL, 
	marke VARCHAR(32) NOT NULL, 
	stored_at INTEGER NOT NULL, 
	PRIMARY KEY (session, art, schluessel)
);
CREATE TABLE merkliste (
	session VARCHAR(64) NOT NULL, 
	sitzung VARCHAR(200) NOT NULL, 
	platz INTEGER NOT NULL, 
	stored_at INTEGER NOT NULL, 
	PRIMARY KEY (session, sitzung)
);
INSERT INTO "merkliste" VALUES('chat-1','ki-grundlagen',0,1747209900);
CREATE TABLE messages (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	session VARCHAR(64) NOT NULL, 
	message_id VARCHAR(64) NOT NULL, 
	role VARCHAR(16) NOT NULL, 
	body TEXT NOT NULL, 
	time VARCHAR(40) NOT NULL, 
	stored_at INTEGER NOT NULL
);
INSERT INTO "messages" VALUES(1,'chat-1','m1','nutzer','{"text": "Wo kann ich parken?"}','2025-05-14T10:05:00+02:00',1747209900);
CREATE TABLE question_counts (
	day VARCHAR(10) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	"key" VARCHAR(220) NOT NULL, 
	number INTEGER NOT NULL, 
	chats INTEGER NOT NULL, 
	PRIMARY KEY (day, kind, "key")
);
CREATE TABLE questions (
	session VARCHAR(64) NOT NULL, 
	message VARCHAR(64) NOT NULL, 
	part INTEGER NOT NULL, 
	hour VARCHAR(13) NOT NULL, 
	label VARCHAR(120) NOT NULL, 
	confidence FLOAT NOT NULL, 
	decision VARCHAR(16) NOT NULL, 
	action VARCHAR(120) NOT NULL, 
	duration INTEGER NOT NULL, 
	subject VARCHAR(220) NOT NULL, 
	reason VARCHAR(16) NOT NULL, 
	words TEXT NOT NULL, 
	stored_at INTEGER NOT NULL, 
	PRIMARY KEY (session, message, part)
);
CREATE TABLE ratings (
	session VARCHAR(64) NOT NULL, 
	number INTEGER NOT NULL, 
	verdict VARCHAR(16) NOT NULL, 
	comment TEXT NOT NULL, 
	stored_at INTEGER NOT NULL, 
	PRIMARY KEY (session, number)
);
CREATE TABLE staff_logins (
	"key" VARCHAR(64) NOT NULL, 
	user VARCHAR(64) NOT NULL, 
	epoch INTEGER NOT NULL, 
	single_sign_on BOOLEAN NOT NULL, 
	opened_at INTEGER NOT NULL, 
	used_at INTEGER NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE talks (
	sender VARCHAR(200) NOT NULL, 
	events TEXT NOT NULL, 
	stored_at INTEGER NOT NULL, 
	PRIMARY KEY (sender)
);
INSERT INTO "talks" VALUES('web-1','[]',1747209900);
CREATE TABLE users (
	name VARCHAR(64) NOT NULL, 
	title VARCHAR(80) NOT NULL, 
	roles VARCHAR(64) NOT NULL, 
	password VARCHAR(256) NOT NULL, 
	blocked BOOLEAN NOT NULL, 
	epoch INTEGER NOT NULL, 
	created_at INTEGER NOT NULL, 
	PRIMARY KEY (name)
);
CREATE INDEX ix_audit_at ON audit (at);
CREATE INDEX ix_staff_logins_user ON staff_logins (user);
CREATE INDEX ix_talks_stored_at ON talks (stored_at);
CREATE INDEX ix_ratings_stored_at ON ratings (stored_at);
CREATE INDEX ix_messages_stored_at ON messages (stored_at);
CREATE INDEX messages_by_session ON messages (session, message_id);
CREATE INDEX ix_interessen_stored_at ON interessen (stored_at);
CREATE INDEX interessen_by_thing ON interessen (art, schluessel);
CREATE INDEX ix_merkliste_stored_at ON merkliste (stored_at);
CREATE INDEX erinnerungen_by_session ON erinnerungen (sitzung, minuten);
CREATE INDEX ix_erinnerungen_stored_at ON erinnerungen (stored_at);
CREATE INDEX ix_questions_stored_at ON questions (stored_at);
CREATE INDEX ix_booth_handed_over_stored_at ON booth_handed_over (stored_at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('messages',1);
COMMIT;
