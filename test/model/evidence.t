#!/usr/bin/perl
#
# The model's evidence: what is read and printed, what is refused, merging, and figures of the documentation's examples.

use strict;
use warnings;
use utf8;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use Test::More;

use lib dirname(abs_path(__FILE__));

use Model::Evidence;
use Model::Figures qw(corroboration denied disputed is_flagged status support belief units);

binmode(Test::More->builder->$_, ':encoding(UTF-8)') foreach qw(output failure_output todo_output);

sub value { return Model::Evidence->read($_[0]) }

# ---- Text

my @printed = (
	[ '{b<a:0.5<*, a@x}', '{a@x:0.5<*,b<a}' ],
	[ '{a<b, !a<c}', '{a<b,!a<c}' ],
	[ '{a<b<a}', '{a<b<a}' ],
	[ 'rfa<(dandong-1,dalian-2)', '{rfa<(dalian-2,dandong-1)}' ],
	[ 'a<(b,?,*,b)', '{a<(*,?,b)}' ],
	[ '{ a : 0.5 < ( b , * ) }', '{a:0.5<(*,b)}' ],
	[ '{a@a@b}', '{a@b}' ],
	[ '{"AP (Seoul)", "the \"boss\"", "a\\\\b"}', '{"AP (Seoul)","a\\\\b","the \"boss\""}' ],
	[ '{"*"<*, "?"}', '{"*"<*,"?"}' ],
	[ "{\"e\x{301}\"}", '{é}' ],
	[ '{北京-2, Дарья, josé}', '{josé,Дарья,北京-2}' ],
	[ '{a:70%}', '{a:0.7}' ],
	[ '{a:B}', '{a:0.75}' ],
	[ '{a:-0}', '{a:0}' ],
	[ '{a:1.0}', '{a:1}' ],
	[ '{a:0.00001}', '{a:1e-05}' ],
	[ '{a:0.1000}', '{a:0.1}' ],
	[ '{a:0.9, a:70%}', '{a:0.7}' ],
	[ '{a:E, a}', '{a:0}' ],
	[ '{}', '{}' ],
);
foreach my $case (@printed)
{
	my ($text, $expected) = @$case;
	is(value($text)->text, $expected, "$text is printed");
	is(value($expected)->text, $expected, "$expected reads back");
}

my @refused = (
	'', '{', '{a', 'a b', '{a;b}', '{yonhap>kcna}', "a\x{a0}", "\x{ff0c}", '{""}', '{a,}', '!', '{a@}', '"a', 'a<', 'a<()', 'a<(b',
	'{a:}', '{a:1.5}', '{a:NaN}', '{a:inf}', '{a:1e-400}', '{a:F}', '{a:-0.1}', "\"a\nb\"", '"' . ('é' x 128) . '"');
foreach my $text (@refused)
{
	ok(!eval { value($text); 1 }, "$text is refused");
}
ok(eval { value('"' . ('é' x 127) . 'a"'); 1 }, '255 bytes are a name');
ok(!eval { Model::Evidence->read_statement('{a, !a}'); 1 }, 'two statements are no attribution');

# ---- Merging

my @values = map { value($_) } '{}', '{a<b}', '{a}', '{!a@x:0.5<*}', '{c:0.9<(a:0,?), !d}', '{b@y<c}';
foreach my $one (@values)
{
	is($one->merge($one)->text, $one->text, $one->text . ' merged with itself');
	foreach my $other (@values)
	{
		my $merged = $one->merge($other);
		is($merged->text, $other->merge($one)->text, $one->text . ' and ' . $other->text);
		ok($merged->contains($one) && $merged->contains($other), $merged->text . ' contains both');
		is($merged->merge($_)->text, $one->merge($other->merge($_))->text, 'and with ' . $_->text) foreach @values;
	}
}
ok(value('{a:0.5}')->contains(value('{a:0.9}')), 'lower ratings contain higher ones');
ok(!value('{a:0.9}')->contains(value('{a:0.5}')), 'and not the other way round');

# ---- Figures that the vectors do not have

is(corroboration(value('{a<kim@rfa<x, b<lee@rfa<y}')), 1, 'both through one unit');
is(corroboration(value('{a@x, b@y, c@x@y:0}')), 1, 'a discredited source joins');
is(corroboration(value('{a<?, b<?}')), 1, 'an unknown origin counts where it is all there is');
is(corroboration(value('{a<?, b}')), 1, 'and does not add to others');
is(corroboration(value('{kim@rfa<lee@rfa<kim}')), 0, 'citing oneself inside the unit is a stated basis');
is(scalar(keys %{ { reverse %{ units(value('{kim@rfa, lee@rfa@kbs, park@kim, nurse}')) } } }), 2, 'units');
is(support(value('{a:0.9<?}')), undef, 'nobody known, no support');
is(belief(value('{!a:0.75}')), 0, 'a denial alone');
is(belief(value('{a, !b}')), undef, 'nobody rated');
is(disputed(value('{a, !b:0}')), 0, 'a discredited source disputes nothing');
is(denied(value('{a, !b, !c}')), 1, 'two deny, one supports');
is(denied(value('{a, d, !b, !c}')), 0, 'two deny, two support');
is(denied(value('{!b, !c}'), 3), 0, 'two of three deny');
is(status(value('{a, b, c}'), 4), 'uncorroborated', 'three of four');
ok(!eval { status(value('{a}'), 1); 1 }, 'one source is never enough');
is(is_flagged(value('{a, b}'), 2, 0.5), 0, 'NULL meets no least support');
is(is_flagged(value('{a:0.5, b:0.5}'), 2, 0.75), 1, 'support that meets it');
is(is_flagged(value('{a, b, !c, !d, !e}')), 1, 'denials take no flag away');

done_testing();
