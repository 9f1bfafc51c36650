#!/usr/bin/perl
#
# No plain string literal of SQL in src/ has a backslash: a session that sets standard_conforming_strings off would read it
# as an escape, in functions too. An escape string, E'\\d', means the same everywhere; so does '[0-9]'.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Glob qw(bsd_glob);
use Test::More;

my $src = abs_path(dirname(__FILE__) . '/../../src');

# The plain literals with a backslash in SQL, also in bodies that are quoted with dollars
sub with_backslash
{
	my ($sql) = @_;
	my @found;

	while ($sql =~ /\G(?:
		--[^\n]* | ^\\[^\n]* | \b[eE]'(?:[^'\\]|''|\\.)*' | (?<plain>'(?:[^']|'')*') | "(?:[^"]|"")*"
		| (?<tag>\$\w*\$) (?<body>.*?) \k<tag>
		| \w+ | . )/gcsxm)
	{
		my ($plain, $body) = @+{qw(plain body)};
		push(@found, $plain) if defined $plain && $plain =~ /\\/;
		push(@found, with_backslash($body)) if defined $body;
	}
	return @found;
}

# The strings of a C source that hold SQL, put together where they follow one another
sub sql_of_c
{
	my ($c) = @_;
	my @strings = ('');

	while ($c =~ /\G(?:
		(?<comment>\/\*.*?\*\/) | '(?:[^'\\]|\\.)*' | "(?<string>(?:[^"\\]|\\.)*)" | (?<gap>[\s\\]+) | . )/gcsx)
	{
		if (defined $+{string})
		{
			$strings[-1] .= $+{string} =~ s/\\(.)/$1 eq 'n' ? "\n" : $1/gers;
		}
		elsif (!defined $+{gap} && $strings[-1] ne '')
		{
			push(@strings, '');
		}
	}
	return grep { /\b(?:SELECT|INSERT|UPDATE|DELETE|CASE|WHERE|regexp_\w+|jsonb_\w+)\b/ } @strings;
}

is_deeply([ with_backslash(q{'a' E'\\d' '\d' "\x" $x$ 'b' '\s' E'\s' $x$ -- '\w'}) ], [ q{'\d'}, q{'\s'} ], 'such literals are found in SQL');
is_deeply([ map { with_backslash($_) } sql_of_c(q{"SELECT '" "\\\\d' FROM x", '"', "not '\\\\d'", "WHERE '\"'"}) ], [ q{'\d'} ], 'and in C');

foreach my $file (bsd_glob("$src/*/*.sql"), bsd_glob("$src/*/*.c"))
{
	open(my $in, '<', $file) or die "$file: $!";
	my $text = do { local $/; <$in> };
	is_deeply([ map { with_backslash($_) } $file =~ /\.c$/ ? sql_of_c($text) : $text ], [], substr($file, length($src) + 1));
}

done_testing();
