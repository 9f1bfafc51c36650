# Contrast.pm: how well colours are told apart in what a browser shows, by WCAG 2.2: texts need 4.5:1 (1.4.3), lines
# and signs that carry meaning 3:1 (1.4.11).
#
#   Contrast::drawing($browser)      of each text and each shape of all drawings: [what, ratio, needed]
#   Contrast::page($browser)         of each text of the page outside of drawings, and of each field's border
#   Contrast::too_low($seen)         sentences about those that miss

package Contrast;

use strict;
use warnings;

my $common = <<'END';
const parse = colour => { const found = colour.match(/[\d.]+/g); return found ? found.map(Number) : [0, 0, 0, 0]; };
const transparent = colour => colour === 'none' || (parse(colour).length > 3 && parse(colour)[3] === 0);
const light = colour => {
	const [r, g, b] = parse(colour).map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ratio = (one, other) => { const [low, high] = [light(one), light(other)].sort((a, b) => a - b); return (high + 0.05) / (low + 0.05); };
END

# A text lies on the last box that holds its middle; a line is seen against the canvas, a box's edge and a sign also
# against what is filled
my $drawing = $common . <<'END';
const seen = [];
for (const svg of document.querySelectorAll('svg')) {
	const grounds = [...svg.querySelectorAll('rect')].filter(rect => !transparent(getComputedStyle(rect).fill));
	const ground = (x, y) => getComputedStyle(grounds.filter(rect => {
		const b = rect.getBBox();
		return x >= b.x && x <= b.x + b.width && y >= b.y && y <= b.y + b.height;
	}).pop()).fill;
	for (const element of svg.querySelectorAll('text, path, circle, rect:not(.bg)')) {
		const style = getComputedStyle(element);
		const b = element.getBBox();
		const what = `${element.nodeName}.${element.getAttribute('class')} ${element.textContent.slice(0, 20)}`;
		const canvas = getComputedStyle(svg.querySelector('.bg')).fill;
		if (element.nodeName === 'text')
			seen.push([what, ratio(style.fill, ground(b.x + b.width / 2, b.y + b.height / 2)), 4.5]);
		else if (element.nodeName === 'path')
			seen.push([what, ratio(style.stroke, canvas), 3]);
		else if (element.nodeName === 'circle')
			seen.push([what, ratio(transparent(style.fill) ? style.stroke : style.fill, ground(b.x + b.width / 2, b.y + b.height / 2)), 3]);
		else {
			seen.push([what, ratio(style.stroke, style.fill), 3]);
			seen.push([what, ratio(style.stroke, ground(b.x - 1, b.y + b.height / 2)), 3]);
		}
	}
}
return seen;
END

my $page = $common . <<'END';
const seen = [];
const ground = element => {
	for (let at = element; at; at = at.parentElement) {
		const colour = getComputedStyle(at).backgroundColor;
		if (!transparent(colour)) return colour;
	}
	return 'rgb(255, 255, 255)';
};
for (const element of document.querySelectorAll('body *')) {
	if (element.closest('svg') || element.checkVisibility && !element.checkVisibility()) continue;
	const style = getComputedStyle(element);
	const what = `${element.nodeName}.${element.className} ${element.textContent.slice(0, 20)}`;
	if ([...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
		seen.push([what, ratio(style.color, ground(element)), 4.5]);
	if (/^(INPUT|SELECT)$/.test(element.nodeName)) {
		seen.push([what, ratio(style.borderTopColor, ground(element.parentElement)), 3]);
		if (element.placeholder) seen.push([what + ' placeholder', ratio(getComputedStyle(element, '::placeholder').color, ground(element)), 4.5]);
	}
	if (element.matches('.timeline li'))
		seen.push([what + ' mark', ratio(getComputedStyle(element, '::before').borderTopColor, ground(element)), 3]);
	if (element.matches('.chip'))
		seen.push([what + ' edge', ratio(style.borderTopColor, ground(element.parentElement)), 3]);
}
return seen;
END

sub drawing { return $_[0]->js($drawing) }

sub page { return $_[0]->js($page) }

sub too_low
{
	my ($seen) = @_;
	my %told;
	return grep { !$told{$_}++ } map { sprintf('%s: %.2f of %s', @$_) } grep { $_->[1] < $_->[2] } @$seen;
}

1;
