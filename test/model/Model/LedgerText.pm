# Model/LedgerText.pm: a small ledger about one claim as a line of text, as in test/vectors/ledger.tsv.
#
#   my $ledger = Model::LedgerText::read($sources, $documents, $rows);
#   my ($sources, $documents, $rows) = Model::LedgerText::write($ledger);
#
#   sources    key:kind:passes_on:relies_on:affiliations:reliability;...  or  spelling:=key
#   documents  id:publisher:republishes;...
#   rows       id|said|document|replaces|state;...       state: empty for accepted, pending, retracted
#
# A field is empty for NULL. Several names in a field are separated by +.

package Model::LedgerText;

use strict;
use warnings;

use Model::Ledger;

use constant { CLAIM => 1, ACCEPTED => 1, RETRACTED => 2 };

sub fields
{
	my ($separator, $text) = @_;
	return map { length ? $_ : undef } split($separator, $text, -1);
}

sub read_source
{
	my ($text) = @_;
	my ($key, $kind, $passes_on, $relies_on, $affiliations, $reliability) = fields(qr/:/, $text);

	return {
		key => $key,
		kind => $kind,
		passes_on => defined $passes_on ? ($passes_on eq 't' ? 1 : 0) : undef,
		relies_on => [ split(/\+/, $relies_on // '') ],
		affiliations => [ split(/\+/, $affiliations // '') ],
		reliability => $reliability,
	};
}

sub read_row
{
	my ($text) = @_;
	my ($id, $said, $document, $replaces, $state) = fields(qr/\|/, $text);

	$state //= '';
	return {
		claim => CLAIM,
		id => $id,
		said => $said,
		document => $document,
		replaces => $replaces,
		recorded_at => ACCEPTED,
		accepted_at => $state eq 'pending' ? undef : ACCEPTED,
		retracted_at => $state eq 'retracted' ? RETRACTED : undef,
	};
}

sub read_document
{
	my ($text) = @_;
	my %document;
	@document{qw(id publisher republishes)} = fields(qr/:/, $text);
	return \%document;
}

sub read
{
	my ($sources, $documents, $rows) = @_;
	my @sources = split(/;/, $sources);

	return Model::Ledger->new(
		source => [ map { read_source($_) } grep { !/:=/ } @sources ],
		source_alias => [ map { /^(.*):=(.*)$/ ? { alias => $1, source => $2 } : () } @sources ],
		document => [ map { read_document($_) } split(/;/, $documents) ],
		claim => [ { id => CLAIM } ],
		attestation => [ map { read_row($_) } split(/;/, $rows) ]);
}

sub joined
{
	my ($separator, @fields) = @_;
	return join($separator, map { $_ // '' } @fields);
}

sub write_source
{
	my ($row) = @_;
	return joined(':', @$row{qw(key kind)}, defined $row->{passes_on} ? ($row->{passes_on} ? 't' : 'f') : '',
		map({ join('+', @{ $row->{$_} // [] }) } qw(relies_on affiliations)), $row->{reliability});
}

sub write_row
{
	my ($row) = @_;
	return joined('|', @$row{qw(id said document replaces)},
		defined $row->{retracted_at} ? 'retracted' : defined $row->{accepted_at} ? '' : 'pending');
}

sub write
{
	my ($ledger) = @_;
	return (
		join(';', map({ write_source($_) } @{ $ledger->{source} }),
			map { "$_->{alias}:=$_->{source}" } @{ $ledger->{source_alias} }),
		join(';', map { joined(':', @$_{qw(id publisher republishes)}) } @{ $ledger->{document} }),
		join(';', map { write_row($_) } @{ $ledger->{attestation} }));
}

1;
