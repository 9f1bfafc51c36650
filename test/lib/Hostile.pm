# Hostile.pm: names that are code in one of the languages that drawings and boards are written in, or that turn text
# around. Names come out as text everywhere.

package Hostile;

use strict;
use warnings;
use utf8;

our @names = (
	'<script>document.title = "code"</script>', '</script><img src=x onerror=alert(1)>', q{'"><svg onload=alert(1)>}, '</title><b>bold</b>',
	'</style><i>', '<!-- a', ']]>', '&lt;b&gt;', '&amp;', '&#60;b&#62;', '\u003cscript>', 'javascript:alert(1)',
	'"]--x', '"] --> s1', 'end', 'subgraph', 'graph TD', '%% c', '%%{init: {}}%%', '`x`', '**a** _b_', '1. a', '- b', '#quot;', '$$x$$', ':::x',
	'click s1 href', '@{ shape: x }', 'fa:fa-x', '{{', '~x~', 'default', 'o--x', '" ; a -> b', '\\', '\\n', '\\"', '\\N \\G', '<<b>>', '<TABLE>',
	'ريم العلي', '단둥의 소식통', "a\x{202E}b", "a\x{2066}b", 'a  b',
);

# As a literal of SQL
sub literal
{
	my ($text) = @_;
	return "'" . $text =~ s/'/''/gr . "'";
}

# As a name in an attribution
sub quoted
{
	my ($text) = @_;
	return '"' . $text =~ s/(["\\])/\\$1/gr . '"';
}

# An expression of SQL: evidence in which each is a speaker, cited, and an affiliation
sub evidence
{
	return literal('{' . join(',', map { quoted($_) . '@' . quoted("$_ 3") . ':0.8<' . quoted("$_ 2") } @names) . '}') . '::evidence';
}

1;
