-- Groups of stores: those that are listed, and every store of a region and below it.
CREATE TABLE store_group (
    store_group text   NOT NULL PRIMARY KEY,
    version     bigint NOT NULL,
    name        text   NOT NULL,
    region      text
);
CREATE TABLE store_group_store (
    store_group text NOT NULL,
    store       text NOT NULL,
    PRIMARY KEY (store_group, store)
);

-- Sections of configuration that every gateway of a group is wanted to have. A higher rank beats a lower one. sections is JSON; every version stays.
CREATE TABLE template (
    template    text    NOT NULL PRIMARY KEY,
    version     bigint  NOT NULL,
    name        text    NOT NULL,
    store_group text    NOT NULL,
    rank        integer NOT NULL
);
CREATE TABLE template_version (
    template    text        NOT NULL,
    version     bigint      NOT NULL,
    name        text        NOT NULL,
    store_group text        NOT NULL,
    rank        integer     NOT NULL,
    sections    text        NOT NULL,
    at          timestamptz NOT NULL,
    who         text        NOT NULL,
    PRIMARY KEY (template, version)
);

-- Which versions of which templates a gateway's wanted configuration was made of; none where there is no row. Beside gateway_twin, for it is read of every gateway again and again.
CREATE TABLE gateway_basis (
    gateway integer NOT NULL PRIMARY KEY,
    basis   text    NOT NULL
);

-- own is what is wanted of this gateway alone; desired is that over the templates. origins says which template a section is of, by its name and version.
ALTER TABLE gateway_twin ADD COLUMN own text NOT NULL DEFAULT '{}';
ALTER TABLE gateway_twin ADD COLUMN origins text NOT NULL DEFAULT '{}';
UPDATE gateway_twin SET own = desired;
ALTER TABLE gateway_twin_version ADD COLUMN origins text NOT NULL DEFAULT '{}';
