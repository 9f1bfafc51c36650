#!/usr/bin/perl
#
# Random operations on a ledger, and beside it an independent model that knows only the documentation (test/model). After
# each statement every claim's evidence, figures, status, flag, ruling and events are what the model says, and now and
# then what was known at an earlier time is, too. The server is the one that PGHOST and so on lead to.
#
#   MODEL_OPERATIONS=500000 MODEL_SEED=7 tools/with_cluster prove -v test/load/model.t

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use JSON::PP;
use Test::More;

use lib map { dirname(abs_path(__FILE__)) . "/../$_" } 'lib', 'model';
use Model::Figures;
use Model::Random;
use Session;

my $operations = $ENV{MODEL_OPERATIONS} // 5000;
my $seed = $ENV{MODEL_SEED} // time;
my $per_ledger = 60;
my $claims = 2;

# ---- The model as it is after a statement: each claim's evidence is made once

package Snapshot
{
	use parent -norequire, 'Model::Ledger';

	sub of { my ($class, $ledger) = @_; return bless({%$ledger}, $class) }

	sub evidence
	{
		my ($self, $claim, $at) = @_;
		return $self->{made}{$claim}{ $at // 'now' } //= $self->SUPER::evidence($claim, $at);
	}
}

# ---- The ledger

my $session = Session->new("corroborate_model_$$");

sub query { return $session->query(@_) }
sub literal { return Session::literal(@_) }
sub rows { return Session::rows(@_) }
sub numbers { return "'{" . join(',', @_) . "}'::bigint[]" }
sub names { return literal('{' . join(',', map { '"' . s/(["\\])/\\$1/gr . '"' } @_) . '}') . '::text[]' }

# ---- Each operation as one statement

my $source = 'key text, kind text, passes_on boolean, relies_on text[], affiliations text[], reliability text, confidential boolean';
my %statement = (
	add_sources => sub { 'INSERT INTO source (key, kind, passes_on, relies_on, affiliations, reliability) '
		. q{SELECT key, coalesce(kind, 'other'), passes_on, coalesce(relies_on, '{}'), coalesce(affiliations, '{}'), reliability::confidence }
		. "FROM jsonb_to_recordset(" . rows(sources($_[0]{rows})) . ") AS r ($source)" },
	change_sources => sub { my ($operation, $ledger) = @_;
		my %changed = map { $_->{key} => 1 } @{ $operation->{rows} };
		my @now = grep { $changed{ $_->{key} } } @{ $ledger->{source} };
		return q{UPDATE source AS s SET kind = coalesce(r.kind, 'other'), passes_on = r.passes_on, relies_on = coalesce(r.relies_on, '{}'), }
		  . q{affiliations = coalesce(r.affiliations, '{}') } . "FROM jsonb_to_recordset(" . rows(sources(\@now)) . ") AS r ($source) WHERE s.key = r.key" },
	delete_sources => sub { 'DELETE FROM source WHERE key = ANY (' . names(@{ $_[0]{keys} }) . ')' },
	rate => sub { 'UPDATE source AS s SET reliability = r.reliability::confidence FROM jsonb_to_recordset('
		. rows([ map { { %$_, reliability => text($_->{reliability}) } } @{ $_[0]{rows} } ]) . ') AS r (source text, reliability text) WHERE s.key = r.source' },
	add_aliases => sub { 'INSERT INTO source_alias (alias, source) SELECT alias, source FROM jsonb_to_recordset(' . rows($_[0]{rows}) . ') AS r (alias text, source text)' },
	change_aliases => sub { 'UPDATE source_alias AS a SET source = r.source FROM jsonb_to_recordset(' . rows($_[0]{rows}) . ') AS r (alias text, source text) WHERE a.alias = r.alias' },
	delete_aliases => sub { 'DELETE FROM source_alias WHERE alias = ANY (' . names(@{ $_[0]{aliases} }) . ')' },
	add_documents => sub { 'INSERT INTO document (id, publisher, republishes) SELECT id, publisher, republishes FROM jsonb_to_recordset('
		. rows($_[0]{rows}) . ') AS r (id bigint, publisher text, republishes bigint)' },
	change_documents => sub { my ($operation, $ledger) = @_;
		my %changed = map { $_->{id} => 1 } @{ $operation->{rows} };
		return 'UPDATE document AS d SET publisher = r.publisher, republishes = r.republishes FROM jsonb_to_recordset('
		  . rows([ grep { $changed{ $_->{id} } } @{ $ledger->{document} } ]) . ') AS r (id bigint, publisher text, republishes bigint) WHERE d.id = r.id' },
	delete_documents => sub { 'DELETE FROM document WHERE id = ANY (' . numbers(@{ $_[0]{ids} }) . ')' },
	add_claims => sub { q{INSERT INTO claim (id, statement) SELECT i, 'claim ' || i FROM unnest(} . numbers(@{ $_[0]{ids} }) . ') AS i' },
	attest => sub { 'INSERT INTO attestation (id, claim, said, document, replaces, accepted_at, accepted_by) '
		. 'SELECT id, claim, said::attribution, document, replaces, CASE WHEN NOT pending THEN statement_timestamp() END, CASE WHEN NOT pending THEN current_user END '
		. 'FROM jsonb_to_recordset(' . rows([ map { { %$_, pending => $_->{pending} ? JSON::PP::true : JSON::PP::false } } @{ $_[0]{rows} } ])
		. ') AS r (id bigint, claim bigint, said text, document bigint, replaces bigint, pending boolean)' },
	accept => sub { 'UPDATE attestation AS a SET accepted_at = statement_timestamp(), said = coalesce(r.said::attribution, a.said) FROM jsonb_to_recordset('
		. rows($_[0]{rows}) . ') AS r (id bigint, said text) WHERE a.id = r.id' },
	retract => sub { q{UPDATE attestation SET retracted_at = statement_timestamp(), retraction_reason = 'so' WHERE id = ANY (} . numbers(@{ $_[0]{ids} }) . ')' },
	delete_attestations => sub { 'DELETE FROM attestation WHERE id = ANY (' . numbers(@{ $_[0]{ids} }) . ')' },
	rule => sub { q{INSERT INTO ruling (claim, verdict, why) SELECT claim, verdict, 'so' FROM jsonb_to_recordset(} . rows($_[0]{rows}) . ') AS r (claim bigint, verdict text)' },
);

sub text { my ($number) = @_; return defined $number ? "$number" : undef }

sub sources
{
	my ($rows) = @_;
	return [ map { { %$_, reliability => text($_->{reliability}), passes_on => defined $_->{passes_on} ? ($_->{passes_on} ? JSON::PP::true : JSON::PP::false) : undef } } @$rows ];
}

# ---- What both say of each claim

my $claim_query = q{SELECT concat_ws('|', id, evidence, corroboration, @ext@.corroboration_firsthand(evidence), @ext@.contradiction(evidence), status,
	disputed, denied, corroborated_at IS NOT NULL, coalesce(ruling, '-'), cleared, round(coalesce(support::float8, -1)::numeric, 6),
	array_to_string(ARRAY(SELECT b.source FROM says_both AS b WHERE b.claim = c.id ORDER BY b.source), ' ')) FROM claim AS c ORDER BY id} =~ s/\@ext\@\.//gr;

sub truth { return $_[0] ? 't' : 'f' }

sub expected
{
	my ($ledger, $claim) = @_;
	my $evidence = $ledger->evidence($claim);
	my $support = Model::Figures::support($evidence);
	return join('|', $claim, $evidence->text, Model::Figures::corroboration($evidence), Model::Figures::corroboration_firsthand($evidence),
		Model::Figures::contradiction($evidence), $ledger->status_of($claim), truth(Model::Figures::contradiction($evidence) > 0), truth($ledger->is_denied($claim)),
		truth($ledger->is_flagged_claim($claim)), $ledger->ruling_of($claim) // '-', truth($ledger->is_cleared($claim)),
		sprintf('%.6f', $support // -1), join(' ', sort $ledger->says_both($claim)));
}

# The last event of each kind of change agrees with what is, so histories join up
my $event_query = q{SELECT count(*) FROM claim AS c, LATERAL (SELECT
	(SELECT e.change FROM claim_event AS e WHERE e.claim = c.id AND e.change IN ('raised', 'withdrawn') ORDER BY e.id DESC LIMIT 1) AS flag,
	(SELECT e.change FROM claim_event AS e WHERE e.claim = c.id AND e.change IN ('disputed', 'settled') ORDER BY e.id DESC LIMIT 1) AS dispute,
	(SELECT e.change FROM claim_event AS e WHERE e.claim = c.id AND e.change IN ('denied', 'undenied') ORDER BY e.id DESC LIMIT 1) AS denial) AS last
	WHERE coalesce(flag, 'withdrawn') <> CASE WHEN corroborated_at IS NOT NULL THEN 'raised' ELSE 'withdrawn' END
	OR coalesce(dispute, 'settled') <> CASE WHEN disputed THEN 'disputed' ELSE 'settled' END
	OR coalesce(denial, 'undenied') <> CASE WHEN denied THEN 'denied' ELSE 'undenied' END};

# ---- One ledger after another

my ($done, $compared, $wrong, %of_kind) = (0, 0, 0);

sub play
{
	my ($seed) = @_;
	my $random = Model::Random->new(seed => $seed, claims => $claims);
	my @history;
	my @times;

	query('TRUNCATE source, source_alias, source_rating, document, claim, attestation, ruling, publication, claim_event CASCADE');
	for my $step (1 .. $per_ledger)
	{
		my $operation = $random->next_operation or last;
		my $ledger = Snapshot->of($random->ledger);
		my $sql = $statement{ $operation->{do} }->($operation, $ledger);
		push(@history, $sql);
		query($sql);
		$done++;
		$of_kind{ $operation->{do} }++;
		my @is = query($claim_query);
		my @should = map { expected($ledger, $_) } sort { $a <=> $b } map { $_->{id} } @{ $ledger->{claim} };
		my ($events) = query($event_query);
		push(@times, [ query('SELECT clock_timestamp()'), $operation->{at} ]);
		$compared += @should;
		if ("@is" ne "@should" || $events ne '0')
		{
			report($seed, $step, \@history, \@is, \@should, $events);
			return;
		}
		as_of($seed, $ledger, $times[ $seed % @times ], \@history) if $step % 20 == 0;
	}
	my @problems = query(q{SELECT claim, problem, stored, expected FROM check_evidence('attestation')});
	report($seed, $per_ledger, \@history, \@problems, [], 0) if @problems;
}

sub as_of
{
	my ($seed, $ledger, $then, $history) = @_;
	my ($timestamp, $time) = @$then;
	foreach my $claim (map { $_->{id} } @{ $ledger->{claim} })
	{
		my ($is) = query("SELECT evidence_as_of($claim, " . literal($timestamp) . ')');
		my $should = $ledger->evidence($claim, $time)->text;
		$compared++;
		report($seed, "as of $timestamp", $history, [$is], [$should], 0) if $is ne $should;
	}
}

sub report
{
	my ($seed, $step, $history, $is, $should, $events) = @_;
	$wrong++;
	return if $wrong > 5;
	diag("seed $seed, step $step, events that do not join: $events\n  ledger: ", join("\n          ", @$is), "\n  model:  ", join("\n          ", @$should),
		"\n  last: $history->[-1]");
}

query("SELECT create_ledger('model')");
query('SET search_path = model, public');
diag("seed $seed") if !defined $ENV{MODEL_SEED};
note("seed $seed");
for (my $ledger = 0; $done < $operations && $wrong <= 5; $ledger++)
{
	play($seed + $ledger);
}

cmp_ok($done, '>=', $operations, "$done operations") if !$wrong;
is($wrong, 0, "$compared times a claim is what the model says (seed $seed)");
# a source that nothing names is rarely there to be deleted
is(join(' ', grep { !$of_kind{$_} && $_ ne 'delete_sources' } sort keys %statement), '', 'and operations of all kinds were among them');
done_testing();
