#!/usr/bin/perl
#
# What users are told: every message, detail and hint of the sources, against those rules of PostgreSQL's guide for the
# style of error messages that a program can check.

use strict;
use warnings;
use utf8;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Glob qw(bsd_glob);
use FindBin;
use Test::More;

use lib "$FindBin::Bin/../lib";
use Files qw(slurp);

binmode(Test::More->builder->$_, ':encoding(UTF-8)') for qw(output failure_output);

my $root = abs_path(dirname(__FILE__) . '/../..');
my @texts;    # kind (message, detail, hint), text, where
my @without_code;

sub found { my ($kind, $text, $where) = @_; push @texts, { kind => $kind, text => $text, where => $where } }

# The text after an opening parenthesis up to the one that closes it; strings are jumped over
sub call_at
{
	my ($source, $at, $quote) = @_;
	my ($depth, $start) = (1, $at);
	pos($source) = $at;
	while ($depth > 0)
	{
		if ($source =~ /\G[^()"']+/gc) { }
		elsif ($quote eq '"' && $source =~ /\G(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/gcs) { }
		elsif ($quote eq "'" && $source =~ /\G(?:'(?:[^']|'')*'|")/gcs) { }
		elsif ($source =~ /\G\(/gc) { $depth++ }
		elsif ($source =~ /\G\)/gc) { $depth-- }
		else { die 'unbalanced: ' . substr($source, $start, 60) }
	}
	return substr($source, $start, pos($source) - $start - 1);
}

sub line_of { my ($source, $at) = @_; return 1 + (substr($source, 0, $at) =~ tr/\n//) }

# ---- C

# Literals that the compiler joins, as one; macros that are no formats count as a word
sub c_texts
{
	my ($code) = @_;
	my @found;
	while ($code =~ /("(?:[^"\\]|\\.)*"(?:\s*(?:"(?:[^"\\]|\\.)*"|[A-Z][A-Z_]{3,}))*)/gs)
	{
		my $text = join '', map { /^"(.*)"$/s ? $1 : 'X.' } $1 =~ /("(?:[^"\\]|\\.)*"|[A-Z][A-Z_]{3,})/gs;
		$text =~ s/\\"/"/g;
		push @found, $text;
	}
	return @found;
}

# What is no format but a value in one: identifiers, abbreviations, parts
sub is_sentence { my ($text) = @_; return $text =~ /[[:alpha:]]{2,} [[:alpha:]"%]/ || $text =~ /[.?]$/ }

foreach my $name (map { bsd_glob("$root/src/$_/*.c") } qw(base model draw type watch exchange))
{
	my $source = slurp($name);
	my $short = $name =~ s{^\Q$root\E/}{}r;
	# comments leave their lines
	$source =~ s{("(?:[^"\\]|\\.)*")|(/\*.*?\*/)}{defined $1 ? $1 : $2 =~ s/[^\n]//gr}gse;
	while ($source =~ /\b(ereport|errsave|ereturn)\s*\(/g)
	{
		my ($function, $at) = ($1, pos($source));
		my $call = call_at($source, $at, '"');
		push @without_code, "$short:" . line_of($source, $at)
		  if $call !~ /\berrcode\b/ && $call !~ /^\s*(?:NOTICE|WARNING|LOG|DEBUG\d)\b/;
	}
	while ($source =~ /\berr(msg|detail|hint)(?:_internal|_plural)?\s*\(/g)
	{
		my ($kind, $at) = ($1 eq 'msg' ? 'message' : $1, pos($source));
		my @found = c_texts(call_at($source, $at, '"'));
		found($kind, $found[0], "$short:" . line_of($source, $at)) if @found && $found[0] !~ /^(?:%[.*]*s)+$/;
	}
	# those that are kept elsewhere
	while ($source =~ /(?:#\s*define\s+HINT_\w+|\bhint_\w+\[\]\s*=|^\s*\[(?:KEY|RATING)_\w+\]\s*=|\breturn)\s*(?:\\\s*)?("(?:[^"\\]|\\.)*"(?:[\s\\]*"(?:[^"\\]|\\.)*")*)/gm)
	{
		my ($code, $at) = ($1, $-[1]);
		my ($text) = c_texts($code =~ s/\\\n//gr);
		found('hint', $text, "$short:" . line_of($source, $at)) if $short =~ m{/(?:grammar_hint|rating|keys)\.c$} && is_sentence($text);
	}
}

# ---- SQL

sub sql_texts
{
	my ($code) = @_;
	my @found = map { s/''/'/gr } $code =~ /'((?:[^']|'')*)'/g;
	return grep { is_sentence($_) } @found;
}

foreach my $name (map { bsd_glob("$root/src/$_/*.sql") } qw(type watch exchange ledger))
{
	my $source = slurp($name);
	my $short = $name =~ s{^\Q$root\E/}{}r;
	$source =~ s/^\s*--.*$//gm;
	my @calls;
	while ($source =~ /\bPERFORM corroborate_internal\.refuse\s*\(/g)
	{
		my $at = pos($source);
		my $call = call_at($source, $at, q{'});
		# a literal, or that of an error that was caught
		push @without_code, "$short:" . line_of($source, $at) unless $call =~ /^(?:'[a-z_]+'|problem\b)/;
		push @calls, [ $at, $call ];
	}
	while ($source =~ /\bRAISE\s+(EXCEPTION|WARNING|NOTICE)\s+USING\b/g)
	{
		my ($level, $at) = ($1, pos($source));
		my ($call) = substr($source, $at) =~ /\A((?:[^';]|'(?:[^']|'')*')*);/;
		push @without_code, "$short:" . line_of($source, $at) if $level eq 'EXCEPTION' && $call !~ /\bERRCODE\s*=/;
		push @calls, [ $at, $call ];
	}
	foreach my $found (@calls)
	{
		my ($at, $call) = @$found;
		# each argument up to the next
		my @parts = split /\b(message|detail|hint)\s*(?:=>|=)/i, $call;
		shift @parts;
		while (my ($kind, $code) = splice @parts, 0, 2)
		{
			found(lc $kind, $_, "$short:" . line_of($source, $at)) foreach sql_texts($code);
		}
	}
	while ($source =~ /\bcorroborate_internal\.holds\s*\(/g)
	{
		my $at = pos($source);
		my ($message, $hint) = call_at($source, $at, q{'}) =~ /'((?:[^']|'')*)'\s*,\s*'((?:[^']|'')*)'\s*\z/;
		next unless defined $hint;
		found('message', $message =~ s/''/'/gr, "$short:" . line_of($source, $at));
		found('hint', $hint =~ s/''/'/gr, "$short:" . line_of($source, $at));
	}
	while ($source =~ /\brefuse_if_mentioned\s*\((?:names|gone|ARRAY)/g)
	{
		my $at = pos($source);
		found('hint', $_, "$short:" . line_of($source, $at)) foreach grep { length > 30 } sql_texts(call_at($source, $at - 4, q{'}));
	}
}

# ---- Rules

my $statement = qr/(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|EXECUTE|SET) .*;/;
my $contraction = qr/\b(?:\w+n't|(?:it|that|there|he|she|who|what|let)'s|\w+'(?:re|ll|ve|m|d))\b/i;

# name, for which kinds, what is wrong
my @rules = (
	[ 'no tab, no line break, no blank around', qr/./, sub { /\\[nt]|[\n\t]|^ | $/ && !/^.*\. $/ } ],
	[ 'no contraction', qr/./, sub { /$contraction/ } ],
	[ 'no value in other quotes than double ones', qr/./, sub { /['`]%[-.*\d]*[a-z]+['`]/ } ],
	[ 'not "bad", "illegal", "unable", "sorry", "please", "can not"', qr/./, sub { /\b(?:bad|illegal|unable|sorry|please|can not)\b/i } ],
	[ 'a message begins in lower case', qr/message/, sub { /^[A-Z][a-z]/ } ],
	[ 'a message has no period, no question mark, no exclamation mark', qr/message/, sub { /[.?!]$/ && !/\.\.\.$/ } ],
	[ 'a message is no sentence among others', qr/message/, sub { /[a-z"]\. [A-Z]/ } ],
	[ 'a message says what is not recognized, not unknown', qr/message/, sub { /\bunknown\b/ } ],
	[ 'details and hints begin in upper case', qr/detail|hint/, sub { !/^[A-Z"%{]/ } ],
	[ 'details and hints end with a period', qr/detail|hint/, sub { !/[.?]"?$|\. $/ && !/: $statement$/ } ],
	[ 'one blank between sentences', qr/./, sub { /[.:;,]  / } ]);

foreach my $kind (qw(message detail hint))
{
	cmp_ok(scalar(grep { $_->{kind} eq $kind } @texts), '>', 60, "there is more than one $kind");
}
foreach my $rule (@rules)
{
	my ($name, $kinds, $wrong) = @$rule;
	my @found = map { "$_->{where}: $_->{kind}: $_->{text}" } grep { my $of = $_; $of->{kind} =~ $kinds && do { local $_ = $of->{text}; $wrong->() } } @texts;
	is(join("\n", @found), '', $name);
}
is(join("\n", @without_code), '', 'every error has a code');

# ---- The rules themselves find what they are for

my %wrong = (
	message => [ 'Bad value', 'no such thing.', 'is there one?', "can't read it", "there is no '%s'", 'unable to read', 'first. Second', "a\ttab", ' blank', 'unknown kind "%s"' ],
	hint => [ 'write it so.', 'Write it so', 'Please write it.', "Don't.", "Use '%s'." ]);
foreach my $kind (sort keys %wrong)
{
	foreach my $text (@{ $wrong{$kind} })
	{
		my $caught = grep { my ($name, $kinds, $is_wrong) = @$_; $kind =~ $kinds && do { local $_ = $text; $is_wrong->() } } @rules;
		cmp_ok($caught, '>', 0, "\"$text\" is no $kind");
	}
}

done_testing();
