-- Inserts so many new voices about one claim, one by one; says how long that took, and takes it back, so that the claim
-- stays as large as it was
CREATE FUNCTION fed_one(variant text, about integer, total integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	start timestamptz;
	took numeric;
BEGIN
	BEGIN
		start := clock_timestamp();
		FOR i IN 1 .. total LOOP
			EXECUTE format('INSERT INTO %I.attestation (claim, said) VALUES ($1, said_by(format($f$late-%%s$f$, $2), 0.5, ARRAY[format($f$origin-%%s$f$, $2)]))', variant)
			USING about, i;
		END LOOP;
		took := extract(epoch FROM clock_timestamp() - start) * 1000;
		RAISE SQLSTATE 'BENCH';
	EXCEPTION WHEN SQLSTATE 'BENCH' THEN
		RETURN format('Execution Time: %s ms', took);
	END;
END
$$;
