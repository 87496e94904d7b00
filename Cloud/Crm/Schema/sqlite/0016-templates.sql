-- Groups of stores: those that are listed, and every store of a region and below it.
CREATE TABLE store_group (
    store_group TEXT    NOT NULL PRIMARY KEY,
    version     INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    region      TEXT
) STRICT;
CREATE TABLE store_group_store (
    store_group TEXT NOT NULL,
    store       TEXT NOT NULL,
    PRIMARY KEY (store_group, store)
) STRICT, WITHOUT ROWID;

-- Sections of configuration that every gateway of a group is wanted to have. A higher rank beats a lower one. sections is JSON; every version stays.
CREATE TABLE template (
    template    TEXT    NOT NULL PRIMARY KEY,
    version     INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    store_group TEXT    NOT NULL,
    rank        INTEGER NOT NULL
) STRICT;
CREATE TABLE template_version (
    template    TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    store_group TEXT    NOT NULL,
    rank        INTEGER NOT NULL,
    sections    TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    who         TEXT    NOT NULL,
    PRIMARY KEY (template, version)
) STRICT;

-- Which versions of which templates a gateway's wanted configuration was made of; none where there is no row. Beside gateway_twin, for it is read of every gateway again and again.
CREATE TABLE gateway_basis (
    gateway INTEGER NOT NULL PRIMARY KEY,
    basis   TEXT    NOT NULL
) STRICT;

-- own is what is wanted of this gateway alone; desired is that over the templates. origins says which template a section is of, by its name and version.
ALTER TABLE gateway_twin ADD COLUMN own TEXT NOT NULL DEFAULT '{}';
ALTER TABLE gateway_twin ADD COLUMN origins TEXT NOT NULL DEFAULT '{}';
UPDATE gateway_twin SET own = desired;
ALTER TABLE gateway_twin_version ADD COLUMN origins TEXT NOT NULL DEFAULT '{}';
