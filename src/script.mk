# The extension's script, of the parts in src/, and the upgrade from the version before

# Files of src/ledger that functions of the extension return as text: the function, the file, what the function's
# comment says. Together they are the part ledger/templates.
define TEMPLATES
corroborate_internal.ledger_tables tables.sql the template of a ledger's tables
corroborate_internal.ledger_tables_0_3_0 tables-0.3.0.sql the template of the tables of a ledger that came with 0.3.0
corroborate_internal.ledger_checks checks.sql the template of what a ledger's tables check
corroborate_internal.ledger_gathering gathering.sql the template of what a ledger needs of the extension
corroborate_internal.ledger_sources sources.sql the template of what follows when a ledger's sources or documents change
corroborate_internal.ledger_attestations attestations.sql the template of what follows when a ledger's attestations or rulings change
corroborate_internal.ledger_references references.sql the template of what a ledger's rows must say and refer to
corroborate_internal.ledger_feeds feeds.sql the template of which feed may speak for whom
corroborate_internal.ledger_reviews reviews.sql the template of fact checks of others
corroborate_internal.ledger_contested contested.sql the template of which claims of a ledger answer one question otherwise
corroborate_internal.ledger_views views.sql the template of a ledger's views
corroborate_internal.ledger_protection protected.sql the template of what of a ledger may not leave the desk
corroborate_internal.ledger_desk desk.sql the template of what people do at a ledger's desk
corroborate_internal.ledger_confidential confidential.sql the template of a ledger's confidential sources
corroborate_internal.ledger_names names.sql the template of what people do to the names of a ledger's sources
corroborate_internal.ledger_near_names near_names.sql the template of which of a ledger's sources are probably one
corroborate_internal.ledger_same_source same_source.sql the template of which two names in a ledger are probably those of one source
corroborate_internal.ledger_fingerprints fingerprints.sql the template of by what texts of a ledger's documents are known again
corroborate_internal.ledger_proposals proposals.sql the template of what editors of a ledger decide about what was found
corroborate_internal.ledger_forgetting forget.sql the template of how a ledger forgets who its sources are
corroborate_internal.ledger_distributed_views distributed_views.sql the template of views of a ledger that Citus distributes
corroborate_internal.ledger_changes_0_2_0 changes-0.2.0.sql the template of what changes in ledgers made before 0.2.0
corroborate_internal.ledger_changes_0_3_0 changes-0.3.0.sql the template of what changes in ledgers made before 0.3.0
corroborate_internal.board_style board.css the style of an evidence board
corroborate_internal.board_script board.js the script of an evidence board
endef
export TEMPLATES

$(script): $(sql_sources) Makefile corroborate.control | build
	cat $(sql_sources) > $@

build/templates.sql: $(addprefix src/ledger/,$(filter %.sql %.css %.js,$(TEMPLATES))) Makefile | build
	@printf '%s\n' "$$TEMPLATES" | while read -r function file comment; do \
		printf 'CREATE FUNCTION %s() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE\nRETURN $$template$$\n' "$$function"; \
		cat "src/ledger/$$file" || exit; \
		printf '$$template$$;\nCOMMENT ON FUNCTION %s() IS $$comment$$%s$$comment$$;\n\n' "$$function" "$$comment"; \
	done > $@.part
	@mv $@.part $@

$(upgrade_script): upgrade/derive upgrade/corroborate--$(RELEASED).sql $(script) $(by_hand)
	upgrade/derive upgrade/corroborate--$(RELEASED).sql $(script) $(by_hand) > $@.part
	mv $@.part $@
