-- Which chunk another is stored as a difference from.

ALTER TABLE chunk ADD COLUMN base ${bytes};

CREATE INDEX chunk_by_base ON chunk (base) WHERE base IS NOT NULL;
