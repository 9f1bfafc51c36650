#!/usr/bin/perl
#
# docs/reference.md names whatever the extension makes: each type and its labels, function, operator, cast and access
# method. Only functions that nobody calls by name are left out: those of input and output, operators, index support and
# aggregates, and those in the schema corroborate_internal. The server is the one that PGHOST and so on lead to.

use strict;
use warnings;
use utf8;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use POSIX ();
use Test::More;

my $root = abs_path(dirname(__FILE__) . '/../..');
my $database = "corroborate_reference_$$";

system('createdb', '-T', 'template0', '-E', 'UTF8', $database) == 0 or BAIL_OUT('no database');
END { local $?; system('dropdb', '--if-exists', $database) }
system(qw(psql -X -q -d), $database, '-c', 'CREATE EXTENSION corroborate') == 0 or BAIL_OUT('no extension');

sub rows
{
	my ($query) = @_;
	open(my $output, '-|', qw(psql -X -A -t -v ON_ERROR_STOP=1 -d), $database, '-c', $query) or die "psql: $!";
	chomp(my @rows = <$output>);
	close($output) or die "psql failed\n";
	return @rows;
}

my $members = q{(SELECT objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass
	AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'corroborate')
	AND deptype = 'e' AND classid = '%s'::regclass)};

sub members { sprintf($members, @_) }

open(my $file, '<:encoding(UTF-8)', "$root/docs/reference.md") or die "docs/reference.md: $!";
my $reference = do { local $/; <$file> };
my $code = join("\n", $reference =~ /(`[^`\n]+`)/g) =~ s/\\\|/|/gr;

my @types = rows(q{SELECT typname FROM pg_type WHERE typcategory <> 'A' AND oid IN } . members('pg_type'));
cmp_ok(scalar @types, '>=', 5, 'there are types');
like($reference, qr/^### .*\b\Q$_\E\b/m, "type $_ has a section") for @types;

my @labels = rows('SELECT enumlabel FROM pg_enum WHERE enumtypid IN ' . members('pg_type'));
like($code, qr/^`\Q$_\E`$/m, "label $_") for @labels;

my $public = qq{
	FROM pg_proc AS p
	WHERE oid IN @{[ members('pg_proc') ]}
	AND pronamespace <> 'corroborate_internal'::regnamespace
	AND NOT EXISTS (SELECT FROM pg_type WHERE p.oid IN (typinput, typoutput, typreceive, typsend))
	AND NOT EXISTS (SELECT FROM pg_amproc WHERE amproc = p.oid)
	AND NOT EXISTS (SELECT FROM pg_aggregate
		WHERE p.oid IN (aggtransfn, aggfinalfn, aggcombinefn) AND p.oid <> 'merge(evidence, evidence)'::regprocedure)
	AND coalesce(obj_description(oid, 'pg_proc'), '') !~ '^implementation of [<>=]+ operator'};
my @functions = rows("SELECT DISTINCT proname $public");
cmp_ok(scalar @functions, '>=', 30, 'there are functions');
foreach my $name (@functions)
{
	like($code, qr/(?<!\w)\Q$name\E(?:\(|`)/, "function $name");
}

# Each with the arguments that it takes, where its name alone does not say
like($code, qr/\bevidence_agg\($_\)/, "aggregate evidence_agg($_)") for qw(attribution evidence);
for my $type (qw(attribution evidence)) {
    like($code, qr/\b${type}_$_\($type\)/, "function ${type}_$_") for qw(json jsonb);
}

# What the reference says of them all, but of those that read and write tables
my $callable = $public . q{ AND prokind = 'f' AND prorettype <> 'trigger'::regtype
	AND proname NOT IN ('watch', 'unwatch', 'watched', 'watch_queries', 'says_both', 'check_evidence', 'rebuild_evidence', 'gathered', 'regather', 'regather_aliases', 'regather_documents', 'follow_registry', 'distribute_ledger', 'undistribute_ledger', 'copy_ledger',
		'first_mention', 'create_ledger', 'grant_ledger', 'ledger_functions', 'reachable_identities', 'ledger_version', 'require_ledger', 'upgrade_ledger',
		'read_news', 'import_news', 'import_story', 'retract_cancelled', 'import_table', 'import_wide_table', 'export_table',
		'read_claim_reviews', 'import_claim_reviews', 'decide_claim_reviews', 'to_claim_review', 'import_entities', 'export_statements',
		'ledger_to_prov_xml', 'propose', 'proposals_board', 'source_dependence', 'source_reliability', 'answers', 'answer_probability',
		'evidence_board', 'progress_interval')};
is(join(' ', rows("SELECT proname $callable AND (provolatile <> 'i' OR proparallel <> 's')")), '',
	'all are IMMUTABLE and PARALLEL SAFE');
is(join(' ', sort { $a cmp $b } rows("SELECT proname $callable AND NOT proisstrict")), 'indispensable meets said_by to_dot to_mermaid to_svg',
	'all are strict but indispensable, meets and said_by, whose arguments may be NULL, and drawings, which need no title');

my @operators = rows('SELECT DISTINCT oprname FROM pg_operator WHERE oid IN ' . members('pg_operator'));
cmp_ok(scalar @operators, '>=', 12, 'there are operators');
like($reference =~ s/\\\|/|/gr, qr/^\| `\Q$_\E` \|/m, "operator $_") for @operators;

my @casts = rows(q{SELECT format('`%s` → `%s`', castsource::regtype, casttarget::regtype) FROM pg_cast
	WHERE oid IN } . members('pg_cast'));
cmp_ok(scalar @casts, '>=', 20, 'there are casts');
foreach my $cast (@casts)
{
	utf8::decode($cast);
	like($reference, qr/^\| \Q$cast\E \|/m, 'cast ' . $cast =~ s/`//gr =~ s/→/to/r);
}

my @methods = rows('SELECT DISTINCT amname FROM pg_am JOIN pg_opclass ON opcmethod = pg_am.oid WHERE pg_opclass.oid IN '
	  . members('pg_opclass'));
like($reference, qr/^\| `$_` \|/m, "indexes by $_") for @methods;

done_testing();
