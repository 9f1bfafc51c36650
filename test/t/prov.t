#!/usr/bin/perl
#
# PROV-XML held against the W3C's schema and samples, which are in ../shared/data/prov: random evidence as the schema
# wants it and back to the byte; files that mean harm. The server is the one that PGHOST and so on lead to.

use strict;
use warnings;
use utf8;

use Cwd qw(abs_path);
use File::Basename qw(basename dirname);
use File::Temp qw(tempdir);
use POSIX ();
use Test::More;

binmode(Test::More->builder->$_, ':encoding(UTF-8)') for qw(output failure_output todo_output);

my $root = abs_path(dirname(__FILE__) . '/../..');
my $data = "$root/../shared/data/prov";
my $directory = tempdir(CLEANUP => 1);
my $database = "corroborate_prov_$$";

$ENV{PGCLIENTENCODING} = 'UTF8';

# Returns what the command prints, errors included, and its exit status
sub run
{
	my (@command) = @_;
	my $pid = open(my $output, '-|') // die "fork: $!";
	if ($pid == 0)
	{
		open(STDERR, '>&', \*STDOUT) or die "dup: $!";
		exec(@command) or POSIX::_exit(127);
	}
	binmode($output, ':encoding(UTF-8)');
	my $text = do { local $/; <$output> } // '';
	close($output);
	return ($text, $? >> 8);
}

sub psql
{
	my ($sql) = @_;
	my ($text, $status) = run(qw(psql -X -q -A -t -v ON_ERROR_STOP=1 -d), $database, '-c', $sql);
	chomp $text;
	is($status, 0, 'the query runs') or diag($text);
	return $text;
}

my (undef, $created) = run('createdb', '-T', 'template0', '-E', 'UTF8', $database);
is($created, 0, 'a database');
psql('CREATE EXTENSION corroborate');

psql(<<"EOS");
CREATE FUNCTION random_evidence() RETURNS evidence LANGUAGE sql VOLATILE AS \$\$
	SELECT coalesce(evidence_agg(said_by('s' || floor(random() * 8)::integer,
		CASE WHEN random() < 0.5 THEN round(random()::numeric, 3)::float8::confidence END,
		CASE WHEN random() < 0.6 THEN ARRAY['s' || floor(random() * 8)::integer, 'é <&"' || n] ELSE '{}' END,
		random() < 0.3, random() < 0.3,
		CASE WHEN random() < 0.3 THEN ARRAY['ministry ' || floor(random() * 3)::integer, 's1'] ELSE '{}' END)), '{}')
	FROM generate_series(1, floor(random() * 9)::integer) AS n
\$\$;
SELECT setseed(0.7);
CREATE TABLE specimen AS SELECT n, random_evidence() AS e FROM generate_series(1, 700) AS n;
EOS
cmp_ok(psql('SELECT count(DISTINCT e) FROM specimen'), '>', 500, 'many different values');
is(psql('SELECT n, e FROM specimen WHERE evidence_send(read_prov_xml(to_prov_xml(e))) <> evidence_send(e) LIMIT 3'), '',
	'written and read they are the same to the byte');

# ---- Harm

psql(<<'EOS');
CREATE FUNCTION error_of(document text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM read_prov_xml(document);
	RETURN NULL;
EXCEPTION WHEN invalid_xml_document OR program_limit_exceeded OR invalid_xml_content THEN
	RETURN sqlstate;
END $$;
EOS
is(psql(<<'EOS'), '0', 'cut off at any byte it is an error');
SELECT count(*) FROM (SELECT to_prov_xml('{a@u:0.5<(b<*,?),!c}')::text AS x) AS d,
	generate_series(0, length(rtrim(x, E'\n')) - 1) AS n WHERE error_of(left(x, n)) IS NULL
EOS
my $head = '<p:document xmlns:p="http://www.w3.org/ns/prov#">';
isnt(psql("SELECT error_of('$head' || repeat('<p:a>', 100000))"), '', 'depth has a limit');
isnt(psql("SELECT error_of('<!DOCTYPE p:document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>${head}&x;</p:document>')"),
	'', 'no entity is read');
my $memory = q{SELECT split_part(pg_read_file('/proc/self/statm'), ' ', 2)::bigint * 4096};
my ($before, $after) = split /\n/, psql(<<"EOS");
SELECT FROM generate_series(1, 1000) AS n WHERE error_of('${head}<p:entity>' || n) IS NULL;
$memory;
SELECT FROM generate_series(1, 10000) AS n WHERE error_of('${head}<p:entity>' || n) IS NULL;
$memory
EOS
like($after, qr/^\d+$/, 'memory is measured');
cmp_ok($after, '<', $before + 4_000_000, '10,000 failing calls leave no memory behind');

# ---- The schema and the samples

# What a person reads in them: the other samples attribute no entity to anyone
my %expected = (
	'example_13.xml' => '{Picasso}',
	# its quotation is of an entity with another name (gl-, bl-), so Luc quotes nobody
	'example_16.xml' => '{Luc,Paul}',
	'example_22.xml' => '{Paolo,Simon}',
	'prov_primer_complete_example.xml' => '{derek@chartgen}',
);

SKIP:
{
	skip('no ../shared/data/prov', 1) unless -d $data;

	my @files;
	foreach my $n (1 .. 200)
	{
		push @files, "$directory/$n.xml";
	}
	my $all = psql("SELECT string_agg(to_prov_xml(e)::text, chr(1) ORDER BY n) FROM specimen WHERE n <= 200");
	my @documents = split /\x01/, $all;
	is(scalar(@documents), 200, '200 documents');
	foreach my $n (0 .. $#documents)
	{
		open(my $file, '>:encoding(UTF-8)', $files[$n]) or die "$files[$n]: $!";
		print $file $documents[$n];
		close($file);
	}
	my ($said, $status) = run('xmllint', '--noout', '--nonet', '--schema', "$data/schemas/prov.xsd", @files);
	is($status, 0, 'the schema accepts them') or diag(substr($said, 0, 2000));
	unlike($said, qr/fails to validate/, 'each of them');

	# The story, with one attestation retracted
	my (undef, $played) = run(qw(psql -X -q -d), $database, '-f', "$root/examples/ledger.sql");
	is($played, 0, 'the story is played');
	psql("UPDATE newsroom.attestation SET retracted_at = clock_timestamp(), retraction_reason = 'test', retracted_by = 'x' "
		. "WHERE (claim, id) = (SELECT claim, id FROM newsroom.attestation WHERE retracted_at IS NULL ORDER BY claim, id LIMIT 1)");
	my $story = psql("SELECT ledger_to_prov_xml('newsroom')");
	like($story, qr/wasInvalidatedBy/, 'the retraction is told');
	unlike($story, qr/%/, 'no format is left over');
	open(my $file, '>:encoding(UTF-8)', "$directory/story.xml") or die "story.xml: $!";
	print $file $story;
	close($file);
	($said, $status) = run('xmllint', '--noout', '--nonet', '--schema', "$data/schemas/prov.xsd", "$directory/story.xml");
	is($status, 0, 'the schema accepts the story') or diag($said);
	is(psql("SELECT count(*) > 5 AND bool_and(evidence_send(read_prov_xml(ledger_to_prov_xml('newsroom', ARRAY[id]))) = evidence_send(evidence)) "
		. "FROM newsroom.claim"), 't', 'each claim comes back to the byte');

	foreach my $path (sort glob("$data/*.xml"))
	{
		open(my $file, '<:encoding(UTF-8)', $path) or die "$path: $!";
		my $document = do { local $/; <$file> };
		$document =~ s/'/''/g;
		is(psql("SELECT read_prov_xml('$document'::text)"), $expected{basename($path)} // '{}', basename($path));
	}
}

run('dropdb', '--force', $database);
done_testing();
