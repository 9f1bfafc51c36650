#!/usr/bin/perl
#
# The model's ledger beside its evidence: flag, status, rulings, history, and what it refuses.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use Test::More;

use lib dirname(abs_path(__FILE__));

use Model::Ledger;
use Model::LedgerText;
use Model::Operations;

use constant CLAIM => Model::LedgerText::CLAIM;

# A ledger of persons, from its attestations
sub of_persons
{
	my ($rows) = @_;
	return Model::LedgerText::read(join(';', map { "$_:person::::" } qw(anna bob carl dora)), '', $rows);
}

# ---- Who says both

is_deeply([ of_persons('1|anna<*|||;2|!anna|||;3|bob|||')->says_both(CLAIM) ], ['anna'], 'a person who says both');
is_deeply([ of_persons('1|anna<*|||;2|!anna||1|')->says_both(CLAIM) ], [], 'until one statement is replaced');
is_deeply([ of_persons('1|anna<*|||;2|!anna|||retracted')->says_both(CLAIM) ], [], 'or retracted');
is_deeply([ of_persons('1|bob<anna|||;2|!anna|||')->says_both(CLAIM) ], [], 'what others report of her is not hers');
is_deeply([ Model::LedgerText::read('post:outlet::::', '', '1|post|||;2|!post|||')->says_both(CLAIM) ], [], 'an outlet may');

# ---- Flag, status, ruling

my $two = of_persons('1|anna|||;2|bob|||');
my $one = of_persons('1|anna|||');
is($one->corroborated_at(CLAIM, undef, 7), undef, 'one source raises no flag');
is($two->corroborated_at(CLAIM, undef, 7), 7, 'two do');
is($two->corroborated_at(CLAIM, 3, 7), 3, 'a flag that stays keeps its time');
is($one->corroborated_at(CLAIM, 3, 7), undef, 'a flag falls');
is($two->status_of(CLAIM), 'corroborated', 'status');

my $denied = of_persons('1|anna|||;2|!bob|||;3|!carl|||');
is_deeply([ $denied->status_of(CLAIM), $denied->is_denied(CLAIM) ], [ 'uncorroborated', 1 ], 'denied, beside the status');
my $disputed = of_persons('1|anna|||;2|!bob|||;3|!carl|||;4|dora|||');
is_deeply([ map { $disputed->$_(CLAIM) } qw(is_denied is_flagged_claim is_cleared) ], [ 0, 1, 1 ],
	'as many for it: not denied');

my @rulings = (
	[ [], 0, 1 ], [ ['confirm'], 1, 1 ], [ ['hold'], 0, 0 ], [ ['refute'], 0, 0 ], [ [qw(hold release)], 0, 1 ],
	[ [qw(confirm hold)], 0, 0 ], [ [qw(hold confirm)], 1, 1 ], [ [qw(confirm refute release)], 0, 1 ],
);
foreach my $case (@rulings)
{
	my ($verdicts, @cleared) = @$case;
	my @rows = map { { claim => CLAIM, id => $_ + 1, verdict => $verdicts->[$_] } } reverse 0 .. $#$verdicts;
	my @are = map { Model::Ledger->new(%$_, ruling => \@rows)->is_cleared(CLAIM) } $one, $two;
	is_deeply(\@are, \@cleared, "cleared without and with a flag: @$verdicts");
}

# ---- History

sub row
{
	my ($id, $said, %columns) = @_;
	return { claim => CLAIM, id => $id, said => $said, accepted_at => 1, retracted_at => undef, %columns };
}

my $history = Model::Ledger->new(
	source => [ { key => 'anna', kind => 'person', reliability => 0.3 } ],
	source_rating =>
	  [ map { { source => 'anna', rated_at => $_->[0], reliability => $_->[1] } } [ 6, 0.3 ], [ 2, 0.5 ], [ 4, undef ] ],
	attestation => [
		row(1, 'anna', retracted_at => 7), row(2, 'bob', accepted_at => 3),
		row(3, 'bob<anna', accepted_at => 5, replaces => 2), row(4, 'x', accepted_at => undef),
	]);
my @then = (
	'{}', '{anna}', '{anna:0.5}', '{anna:0.5,bob}', '{anna,bob}', '{anna,bob<anna}', '{anna:0.3,bob<anna}', '{bob<anna:0.3}');
is($history->evidence(CLAIM, $_)->text, $then[$_], "as of $_") foreach 0 .. $#then;
is($history->evidence(CLAIM)->text, $then[-1], 'now');

# ---- What is refused, and changes nothing

my $rows = Model::Operations::empty;
sub do_it { my ($do, %what) = @_; return Model::Operations::perform($rows, { do => $do, at => 1, %what }) }

is(do_it('add_claims', ids => [ 1, 2 ]), undef, 'claims');
is(do_it('add_sources', rows => [ map { { key => $_, kind => 'person' } } qw(anna bob carl) ]), undef, 'sources');
is(do_it('add_documents', rows => [ { id => 1, publisher => 'anna' }, { id => 2, publisher => 'bob', republishes => 1 } ]), undef,
	'documents');
is(do_it('add_aliases', rows => [ { alias => 'ann', source => 'anna' } ]), undef, 'an alias');
is(do_it('attest', rows => [ { id => 1, claim => 1, said => 'ann<bob', document => 2 } ]), undef,
	'a statement by another spelling');
is(do_it('attest', rows => [ { id => 2, claim => 1, said => 'anna', replaces => 1 } ]), undef, 'a correction by the key');

my @refused = (
	[ 'a chain of aliases', 'add_aliases', rows => [ { alias => 'an', source => 'ann' } ] ],
	[ 'a chain the other way', 'add_aliases', rows => [ { alias => 'anna', source => 'bob' } ] ],
	[ 'a chain in one statement', 'add_aliases',
		rows => [ { alias => 'bob', source => 'carl' }, { alias => 'carl', source => 'bob' } ] ],
	[ 'an alias of itself', 'add_aliases', rows => [ { alias => 'bob', source => 'bob' } ] ],
	[ 'an alias of nobody', 'change_aliases', rows => [ { alias => 'ann', source => 'nobody' } ] ],
	[ 'a name that is still said', 'delete_aliases', aliases => ['ann'] ],
	[ 'a source that is in use', 'delete_sources', keys => ['bob'] ],
	[ 'a document that is in use', 'delete_documents', ids => [1] ],
	[ 'a row that is replaced', 'delete_attestations', ids => [1] ],
	[ 'a name that nobody registered', 'attest',
		rows => [ { id => 3, claim => 1, said => 'bob' }, { id => 4, claim => 1, said => 'nobody' } ] ],
	[ 'words that discredit', 'attest', rows => [ { id => 3, claim => 1, said => 'bob:0' } ] ],
	[ 'a correction of another source', 'attest', rows => [ { id => 3, claim => 1, said => 'bob', replaces => 2 } ] ],
	[ 'a correction of another claim', 'attest', rows => [ { id => 3, claim => 2, said => 'anna', replaces => 2 } ] ],
	[ 'a correction of a later row', 'attest', rows => [ { id => 0, claim => 1, said => 'anna', replaces => 2 } ] ],
	[ 'accepting what is accepted', 'accept', rows => [ { id => 1 } ] ],
);
my $before = Model::Operations::copy($rows);
foreach my $case (@refused)
{
	my ($name, @operation) = @$case;
	ok(defined do_it(@operation), "$name is refused");
	is_deeply($rows, $before, '... and nothing changes');
}
is(do_it('attest', rows => [ { id => 3, claim => 1, said => 'bob', replaces => 2, editor => 1 } ]), undef,
	'an editor may replace what another source said');

done_testing();
