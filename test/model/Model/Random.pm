# Model/Random.pm: what people might do to a ledger, at random: a list of the operations of Model/Operations.pm.
#
#   my $random = Model::Random->new(seed => 42, claims => 2, refusals => 1);
#   while (my $operation = $random->next_operation) { ... last if ... }
#   my $ledger = $random->ledger;          the rows as they are now
#
#   seed        a number; the same seed gives the same operations
#   claims      how many there are (1)
#   names       of the sources (anna, bob, ...); few, so that they meet often
#   spellings   of sources, beside their keys (ann, bobby)
#   documents   how many there are at most (6)
#   refusals    the share of operations that are made so that the ledger must refuse them (0)
#   relying     the share of sources that rely on others (0.2)
#   affiliated  the share of sources that have affiliations (0.15)
#   rows        how many rows a statement has at most (3)
#
# Every operation carries { refused => reason } if the model says that the ledger refuses it, and has been performed on
# the generator's own rows if not. A refusal that nobody meant is not given out. Documents that republish one another
# in a circle, sources that rely on one another in a circle, and names that others are aliases of all happen.

package Model::Random;

use strict;
use warnings;

use Model::Dice;
use Model::Evidence;
use Model::Ledger;
use Model::Operations;

my @kinds = ((undef) x 3, ('person') x 5, ('outlet') x 3, qw(agency site translation document organisation sensor unnamed));
my @verdicts = qw(confirm hold release refute);
my @ratings = qw(0.2 0.5 0.7 0.9 1);

my %defaults = (
	claims => 1,
	names => [qw(anna bob carl dora post herald wire blog)],
	spellings => [qw(ann bobby)],
	affiliations => [qw(rfa ministry)],
	refusals => 0,
	relying => 0.2,
	affiliated => 0.15,
	rows => 3,
	documents => 6,
);

sub new
{
	my ($class, %options) = @_;
	my $self = bless { %defaults, %options, rows_now => Model::Operations::empty, time => 0, last_id => 0 }, $class;

	$self->{dice} = Model::Dice->new($self->{seed});
	$self->{first} = [ { do => 'add_claims', ids => [ 1 .. $self->{claims} ] }, $self->first_sources ];
	return $self;
}

sub rows { my ($self) = @_; return Model::Operations::copy($self->{rows_now}) }
sub ledger { my ($self) = @_; return Model::Ledger->new(%{ $self->rows }) }

# ---- One operation

my %maker = map { my $name = $_; no strict 'refs'; $name => \&{"random_$name"} }
  qw(add_source change_source delete_source rate discredit credit add_alias change_alias delete_alias add_document
  change_document delete_document attest correct accept retract delete_attestation rule);

my @weights = (
	add_source => 3, change_source => 7, delete_source => 1, rate => 4, discredit => 3, credit => 2,
	add_alias => 3, change_alias => 1, delete_alias => 2,
	add_document => 8, change_document => 4, delete_document => 1,
	attest => 32, correct => 7, accept => 4, retract => 4, delete_attestation => 3, rule => 3,
);

sub next_operation
{
	my ($self) = @_;

	while (1)
	{
		my $meant = !@{ $self->{first} } && $self->{dice}->chance($self->{refusals});
		my $operation = shift @{ $self->{first} } // ($meant ? $self->refused : $maker{ $self->{dice}->weighed(@weights) }->($self));
		next if !$operation;
		$operation->{at} = $self->{time} + 1;
		my $reason = Model::Operations::perform($self->{rows_now}, $operation);
		next if defined $reason && !$meant || $meant && !defined $reason;
		$self->{time}++;
		return { %$operation, defined $reason ? (refused => $reason) : () };
	}
}

# ---- Picking

sub how_many { my ($self) = @_; return 1 + ($self->{dice}->chance(0.3) ? $self->{dice}->below($self->{rows}) : 0) }
sub column { my ($self, $table, $column) = @_; return map { $_->{$column} } @{ $self->{rows_now}{$table} } }
sub keys_of_sources { my ($self) = @_; return $self->column('source', 'key') }

# One of the things, or else NULL
sub maybe
{
	my ($self, $probability, @things) = @_;
	return $self->{dice}->chance($probability) ? $self->{dice}->one_of(@things) : undef;
}

# What a statement may name: registered sources and other spellings
sub name
{
	my ($self) = @_;
	return $self->{dice}->one_of($self->keys_of_sources, $self->column('source_alias', 'alias'));
}

sub picked
{
	my ($self, $table, $column, @wanted) = @_;
	my @rows = @wanted ? grep { $wanted[0]->($_) } @{ $self->{rows_now}{$table} } : @{ $self->{rows_now}{$table} };
	return $self->{dice}->some_of($self->how_many, map { $_->{$column} } @rows);
}

# ---- Sources

sub names_at_random
{
	my ($self, $probability, @names) = @_;
	return $self->{dice}->chance($probability) ? [ $self->{dice}->some_of(1 + $self->{dice}->below(2), @names) ] : [];
}

sub facts
{
	my ($self, @others) = @_;
	return (
		kind => $self->{dice}->one_of(@kinds),
		passes_on => $self->maybe(0.25, 0, 1),
		relies_on => $self->names_at_random($self->{relying}, @others),
		affiliations => $self->names_at_random($self->{affiliated}, @{ $self->{affiliations} }, @others),
	);
}

# Somebody must be there to say something; the others come later
sub first_sources
{
	my ($self) = @_;
	my @names = @{ $self->{names} };
	my @first = $self->{dice}->some_of(int(@names * 0.8), @names);
	return { do => 'add_sources', rows => [ map { { $self->source_row($_, @first) } } @first ] };
}

sub source_row
{
	my ($self, $key, @others) = @_;
	return (
		key => $key,
		$self->facts(grep { $_ ne $key } @others),
		reliability => $self->maybe(0.25, @ratings, 0),
		confidential => $self->{dice}->chance(0.1) ? 1 : 0,
	);
}

sub random_add_source
{
	my ($self) = @_;
	my %there = map { $_ => 1 } $self->keys_of_sources, $self->column('source_alias', 'alias');
	my @new = $self->{dice}->some_of($self->how_many, grep { !$there{$_} } @{ $self->{names} }, @{ $self->{spellings} });

	return if !@new;
	return { do => 'add_sources', rows => [ map { { $self->source_row($_, $self->keys_of_sources) } } @new ] };
}

sub random_change_source
{
	my ($self) = @_;
	my $column = $self->{dice}->one_of(qw(kind passes_on relies_on affiliations));
	my @rows;

	foreach my $key ($self->picked('source', 'key'))
	{
		my %facts = $self->facts(grep { $_ ne $key } $self->keys_of_sources);
		push @rows, { key => $key, $column => $facts{$column} };
	}
	return { do => 'change_sources', rows => \@rows };
}

sub random_delete_source
{
	my ($self) = @_;
	return { do => 'delete_sources', keys => [ $self->{dice}->one_of($self->keys_of_sources) ] };
}

sub random_rate
{
	my ($self) = @_;
	my @rows = map { { source => $_, reliability => $self->maybe(0.8, @ratings) } } $self->picked('source', 'key');
	return { do => 'rate', rows => \@rows };
}

sub random_discredit
{
	my ($self) = @_;
	return { do => 'rate', rows => [ map { { source => $_, reliability => 0 } } $self->picked('source', 'key') ] };
}

sub random_credit
{
	my ($self) = @_;
	my @keys = $self->picked('source', 'key', sub { defined $_[0]{reliability} && $_[0]{reliability} == 0 });
	return @keys && { do => 'rate', rows => [ map { { source => $_, reliability => $self->maybe(0.5, @ratings) } } @keys ] };
}

# ---- Other spellings

sub random_add_alias
{
	my ($self) = @_;
	my @keys = $self->keys_of_sources;
	my @rows = map { { alias => $_, source => $self->{dice}->one_of(@keys) } }
	  $self->{dice}->some_of($self->how_many, @{ $self->{spellings} }, @keys);
	return { do => 'add_aliases', rows => \@rows };
}

sub random_change_alias
{
	my ($self) = @_;
	my @keys = $self->keys_of_sources;
	my @rows = map { { alias => $_, source => $self->{dice}->one_of(@keys) } } $self->picked('source_alias', 'alias');
	return @rows && { do => 'change_aliases', rows => \@rows };
}

sub random_delete_alias
{
	my ($self) = @_;
	my @aliases = $self->picked('source_alias', 'alias');
	return @aliases && { do => 'delete_aliases', aliases => \@aliases };
}

# ---- Documents

sub random_add_document
{
	my ($self) = @_;
	my @there = $self->column('document', 'id');
	my @rows;

	return if @there >= $self->{documents};
	foreach my $id (map { ++$self->{last_document} } 1 .. $self->how_many)
	{
		# of one statement, later documents may republish earlier ones
		push @rows, {
			id => $id,
			publisher => $self->maybe(0.9, $self->keys_of_sources),
			republishes => $self->maybe(0.7, @there, undef),
		};
		push @there, $id;
	}
	return { do => 'add_documents', rows => \@rows };
}

# Also so that documents republish one another in a circle
sub random_change_document
{
	my ($self) = @_;
	my @ids = $self->picked('document', 'id');
	my @there = $self->column('document', 'id');
	my @change = $self->{dice}->chance(0.4) ? ('publisher', 0.85, $self->keys_of_sources) : ('republishes', 0.7, @there);
	my ($column, @values) = @change;

	return @ids && { do => 'change_documents', rows => [ map { { id => $_, $column => $self->maybe(@values) } } @ids ] };
}

sub random_delete_document
{
	my ($self) = @_;
	my @ids = $self->picked('document', 'id');
	return @ids && { do => 'delete_documents', ids => \@ids };
}

# ---- Attestations

# A statement in words: of $speaker, or of anybody
sub words
{
	my ($self, $speaker) = @_;
	return ($self->{dice}->chance(0.3) ? '!' : '') . $self->source_in_words(0, $speaker // $self->name);
}

sub source_in_words
{
	my ($self, $depth, $name) = @_;
	my $dice = $self->{dice};
	my $text = Model::Evidence::key_text($name);

	$text .= '@' . $dice->one_of(@{ $self->{affiliations} }, @{ $self->{names} }) if $dice->chance(0.06);
	$text .= ':' . $dice->one_of(@ratings) if $dice->chance(0.12);
	return $text if $dice->chance($depth ? 0.5 : 0.4) || $depth > 2;
	my @grounds = map { $self->ground_in_words($depth) } 0 .. $dice->chance(0.2);
	return $text . '<' . (@grounds == 1 ? $grounds[0] : '(' . join(',', @grounds) . ')');
}

sub ground_in_words
{
	my ($self, $depth) = @_;
	return $self->{dice}->one_of('*', '*', '?') if $self->{dice}->chance(0.35);
	return $self->source_in_words($depth + 1, $self->name);
}

sub new_row
{
	my ($self, %columns) = @_;
	return {
		id => ++$self->{last_id},
		claim => 1 + $self->{dice}->below($self->{claims}),
		document => $self->maybe(0.45, $self->column('document', 'id')),
		replaces => undef,
		pending => $self->{dice}->chance(0.12) ? 1 : 0,
		editor => 0,
		said => $columns{said} // $self->words,
		%columns,
	};
}

sub random_attest
{
	my ($self) = @_;
	return { do => 'attest', rows => [ map { $self->new_row } 1 .. $self->how_many ] };
}

# A row that replaces another: mostly of the same source, else by an editor
sub random_correct
{
	my ($self) = @_;
	my $row = $self->{dice}->one_of(@{ $self->{rows_now}{attestation} }) // return;
	my $editor = $self->{dice}->chance(0.2) ? 1 : 0;
	my ($speaker) = Model::Evidence->read_statement($row->{said})->statement;

	my $said = $self->words($editor ? undef : $speaker);
	my $correction = $self->new_row(claim => $row->{claim}, replaces => $row->{id}, editor => $editor, said => $said);
	return { do => 'attest', rows => [$correction] };
}

# An editor accepts as it is, or with better words of the same source
sub random_accept
{
	my ($self) = @_;
	my @rows;

	foreach my $id ($self->picked('attestation', 'id', sub { !defined $_[0]{accepted_at} && !defined $_[0]{retracted_at} }))
	{
		my $row = Model::Operations::find($self->{rows_now}, 'attestation', 'id', $id);
		my ($speaker) = Model::Evidence->read_statement($row->{said})->statement;
		push @rows, { id => $id, said => $self->{dice}->chance(0.3) ? $self->words($speaker) : undef };
	}
	return @rows && { do => 'accept', rows => \@rows };
}

sub random_retract
{
	my ($self) = @_;
	my @ids = $self->picked('attestation', 'id', sub { !defined $_[0]{retracted_at} });
	return @ids && { do => 'retract', ids => \@ids };
}

sub random_delete_attestation
{
	my ($self) = @_;
	my @ids = $self->picked('attestation', 'id');
	return @ids && { do => 'delete_attestations', ids => \@ids };
}

sub random_rule
{
	my ($self) = @_;
	my $claim = 1 + $self->{dice}->below($self->{claims});
	my $ruling = { id => ++$self->{last_ruling}, claim => $claim, verdict => $self->{dice}->one_of(@verdicts) };
	return { do => 'rule', rows => [$ruling] };
}

# ---- What the ledger must refuse

sub refused
{
	my ($self) = @_;
	my $dice = $self->{dice};
	my @keys = $self->keys_of_sources;
	my ($alias) = $dice->some_of(1, @{ $self->{rows_now}{source_alias} });
	my ($row) = $dice->some_of(1, @{ $self->{rows_now}{attestation} });
	my @chains = $alias ? (
		{ do => 'add_aliases', rows => [ { alias => 'nobody-' . $dice->below(9), source => $alias->{alias} } ] },
		{ do => 'add_aliases', rows => [ { alias => $alias->{source}, source => $dice->one_of(@keys) } ] }) : ();

	my $attest = sub { return { do => 'attest', rows => [ $self->new_row(@_) ] } };

	return $dice->one_of(
		@chains,
		{ do => 'add_aliases', rows => [ map { { alias => $_, source => $_ } } $dice->one_of(@keys) ] },
		{ do => 'attest', rows => [ $self->new_row(said => 'nobody'), map { $self->new_row } 1 .. $self->how_many ] },
		$attest->(said => Model::Evidence::key_text($dice->one_of(@keys)) . ':0'),
		$row && $self->{claims} > 1
		? $attest->(claim => $row->{claim} % $self->{claims} + 1, replaces => $row->{id}, said => $row->{said})
		: (),
		$row ? $attest->(claim => $row->{claim}, replaces => $row->{id}) : (),
		$row ? { do => 'delete_sources', keys => [ (Model::Evidence->read_statement($row->{said})->statement)[0] ] } : ());
}

1;
