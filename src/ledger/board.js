// The evidence board: shows what stands in the element "data".  All text goes
// into the page as text, never as markup; drawings are parsed as SVG.  A field
// that is absent is null, false or empty, or it is withheld.
'use strict';

const board = JSON.parse(document.getElementById('data').textContent);
const main = document.getElementById('main');
const claims = new Map(board.claims.map(claim => [String(claim.id), claim]));
const sources = new Map(board.sources.map(source => [source.key, source]));
const state = {
	claims: { words: '', status: '', only: '', changed: '', own: board.columns.map(() => ''), group: '', sort: 'id', descending: false },
	sources: { words: '', sort: 'falls', descending: true },
	at: -1, left: '',
};

const STATUS = {
	corroborated_firsthand: 'corroborated first-hand',
	corroborated: 'corroborated',
	uncorroborated: 'uncorroborated',
	unsupported: 'unsupported',
};
const STATUS_ORDER = Object.keys(STATUS).reverse();

// What a claim may be besides
const listOf = (claim, field) => claim[field] || [];
const lost = claim => !claim.flagged && listOf(claim, 'events').some(event => event.change === 'withdrawn');
const ONLY = {
	cleared: ['cleared', claim => claim.cleared],
	open: ['not cleared', claim => !claim.cleared],
	correct: ['published, to be corrected', claim => claim.correct],
	lost: ['lost the flag', lost],
	disputed: ['disputed', claim => claim.disputed],
	denied: ['denied', claim => claim.denied],
	contested: ['contested', claim => claim.others],
	both: ['with a person who said yes and no', claim => claim.says_both],
	held: ['held back', claim => claim.ruling === 'hold'],
};

// What has become of a claim since the time that was asked for
const CHANGED = {
	raised: ['flag up', 'corroborated'],
	withdrawn: ['flag down', 'against'],
	new: ['new', 'fresh'],
	corrected: ['corrected', 'uncorroborated'],
	disputed: ['newly disputed', 'against'],
	denied: ['newly denied', 'against'],
	ruled: ['newly ruled on', 'fresh'],
};

// element('a', {href: '#'}, 'text', child ...)
function element(name, attributes, ...children) {
	const made = document.createElement(name);
	for (const [key, value] of Object.entries(attributes || {})) {
		if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
		else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value);
	}
	made.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
	return made;
}

// Made when first asked for, and kept: rows and what is searched of thousands of claims
const once = make => {
	const made = new Map();
	return item => {
		if (!made.has(item)) made.set(item, make(item));
		return made.get(item);
	};
};

const rated = board.claims.some(claim => claim.belief !== undefined);
const number = value => value === null || value === undefined ? '–' : String(Math.round(value * 1000) / 1000);
const counted = (count, thing) => `${count} ${thing}${count === 1 ? '' : 's'}`;
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November',
	'December'];
const name = text => element('bdi', {}, text);
// "3 May 2026"; what is no such time, as it is
const dayOf = at => {
	const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)T/.exec(at) || [];
	return year ? `${Number(date)} ${MONTHS[month - 1]} ${Number(year)}` : at;
};
const day = at => element('time', { datetime: at }, dayOf(at));
// "3 May 2026, 14:05 UTC"; of midnight the day alone, as nobody has said more
const moment = at => at ? element('time', { datetime: at }, dayOf(at) + at.replace(/^.*T(?:00:00Z|(\d\d:\d\d)Z)$|^.*$/, (all, time) => time ? `, ${time} UTC` : '')) :
	element('span', { class: 'meta' }, 'date withheld');
// Names from right to left would take the words and numbers beside them along
const TURNS = /[\u0590-\u08FF\u200F\u202E\u2067\uFB1D-\uFEFC]/;
const sourcesIn = once(claim => new RegExp('(' + Object.keys(claim.graph.sources).sort((a, b) => b.length - a.length)
	.map(key => key.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|') + ')'));
const sentence = (text, claim) => TURNS.test(text) ? text.split(sourcesIn(claim)).map((part, i) => i % 2 ? name(part) : part) : name(text);
// "1 June 2019 to 30 June 2020"; a range ends before its last day
function period(range) {
	const [, from, to] = /^[[(](\d{4}-\d\d-\d\d)?,(\d{4}-\d\d-\d\d)?\)$/.exec(range) || [];
	if (!from && !to) return range;
	const last = to && dayOf(new Date(Date.parse(to) - 86400000).toISOString());
	const first = from && dayOf(from + 'T');
	return first === last ? first : first && last ? `${first} to ${last}` : first ? `from ${first}` : `until ${last}`;
}
const claimLink = id => claims.has(String(id)) ?
	element('a', { href: '#claim/' + id }, name(claims.get(String(id)).statement)) : '#' + id;
const sourceLink = key => sources.has(key) ?
	element('a', { href: '#source/' + encodeURIComponent(key) }, name(key)) : name(key);
const chip = (text, kind) => element('span', { class: 'chip ' + kind }, text);
const statusChip = status => chip(STATUS[status] || status, status);
const separated = (items, by) => items.filter(Boolean).flatMap((item, i) => i ? [by, item] : [item]).flat(3);

function chips(claim) {
	return separated([
		...listOf(claim, 'changed').map(mark => chip(CHANGED[mark][0], CHANGED[mark][1] + ' changed')),
		statusChip(claim.status),
		claim.disputed && chip('disputed', 'against'),
		claim.denied && chip(`denied by ${claim.contradiction}`, 'against'),
		claim.others && chip('contested', 'against'),
		lost(claim) && chip('lost the flag', 'unsupported'),
		claim.correct && chip('to be corrected', 'against full'),
		claim.ruling === 'hold' && chip('held back', 'held'),
		claim.ruling === 'confirm' && chip('confirmed by an editor', 'corroborated'),
		claim.ruling === 'refute' && chip('refuted by an editor', 'against'),
	], ' ');
}

// ---- Columns of the desk's own: values are texts, lists of texts, nothing, or withheld

const WITHHELD = 'withheld';
const NONE = 'none';
const ownTexts = value => value === null || value === undefined ? [] : Array.isArray(value) ? value.flat(Infinity).filter(text => text !== null) :
	typeof value === 'object' ? [] : [value];
const ownOf = (claim, i) => claim.own ? claim.own[i] : null;
const isWithheld = value => value !== null && typeof value === 'object' && !Array.isArray(value);
// Under which of its values a claim is found: at least one
const ownKinds = (claim, i) => {
	const value = ownOf(claim, i);
	const texts = ownTexts(value);
	return isWithheld(value) ? [WITHHELD] : texts.length ? [...new Set(texts)].map(text => '=' + text) : [NONE];
};
const kindTitle = kind => kind.startsWith('=') ? shortened(kind.slice(1), 60) || 'empty' : kind === NONE ? 'not set' : 'withheld';
const shortened = (text, most) => [...text].length > most ? [...text].slice(0, most - 1).join('') + '…' : text;
function ownValue(claim, i, most) {
	const value = ownOf(claim, i);
	const text = ownTexts(value).join(', ');
	return isWithheld(value) ? element('span', { class: 'meta' }, 'withheld') : text && name(most ? shortened(text, most) : text);
}

const compare = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare;
// The values of a column in order, those of numbers as numbers; and last what has none
const ownOrder = (a, b) => (b.startsWith('=') - a.startsWith('=')) || (Number(a.slice(1)) - Number(b.slice(1)) || compare(a, b));
const ownValues = board.columns.map((column, i) => [...new Set(board.claims.flatMap(claim => ownKinds(claim, i)))].sort(ownOrder));
// More than that are searched, not chosen from
const CHOICES = 300;

// ---- Lists: searched, sorted and grouped

const CLAIM_COLUMNS = [
	{ key: 'id', title: '#', value: claim => claim.id, className: 'number wide' },
	{ key: 'statement', title: 'Claim', value: claim => claim.statement, words: true },
	{ key: 'status', title: 'Status', value: claim => STATUS_ORDER.indexOf(claim.status), className: 'wide' },
	{ key: 'corroboration', title: 'Independent', value: claim => claim.corroboration, className: 'number' },
	{ key: 'firsthand', title: 'First-hand', value: claim => claim.firsthand || 0, className: 'number wide wider' },
	...(rated ? [{ key: 'belief', title: 'Belief', value: claim => claim.belief === undefined ? -1 : claim.belief, className: 'number wide wider' }] : []),
	{ key: 'cleared', title: 'Cleared', value: claim => claim.cleared ? 1 : 0, className: 'wide' },
	...board.columns.map((column, i) => ({ key: 'own-' + i, title: column, value: claim => ownKinds(claim, i)[0], order: ownOrder, words: true, className: 'wide own' })),
];

const falls = source => source.without.filter(change => change.falls).length;
const isSole = change => change.to === 'unsupported' && change.from !== 'unsupported';
const sole = source => source.without.filter(isSole).length;
const reliability = source => source.reliability === 0 ? 'discredited' : source.reliability === null ? 'not rated' : number(source.reliability);

const SOURCE_COLUMNS = [
	{ key: 'key', title: 'Source', value: source => source.key, words: true },
	{ key: 'kind', title: 'Kind', value: source => source.kind, words: true, className: 'wide' },
	{ key: 'reliability', title: 'Reliability', value: source => source.reliability === null ? -1 : source.reliability, className: 'number wide' },
	{ key: 'claims', title: 'Claims', value: source => source.claims.length, className: 'number' },
	{ key: 'sole', title: 'Sole source of', value: sole, className: 'number' },
	{ key: 'falls', title: 'Flags that would fall', value: falls, className: 'number' },
];

const searchedClaim = once(claim => [claim.id, claim.statement, claim.question, claim.answer, claim.why, claim.evidence,
	...board.columns.flatMap((column, i) => ownTexts(ownOf(claim, i)))].join(' ').toLocaleLowerCase());
const searchedSource = once(source => [source.key, source.name, source.kind, ...source.affiliations].join(' ').toLocaleLowerCase());

const LISTS = {
	claims: { items: board.claims, columns: CLAIM_COLUMNS, row: claimRow, searched: searchedClaim, thing: 'claim',
		matches: (claim, chosen) => (!chosen.status || claim.status === chosen.status) && (!chosen.only || ONLY[chosen.only][1](claim)) &&
			(!chosen.changed || listOf(claim, 'changed').includes(chosen.changed)) &&
			chosen.own.every((kind, i) => !kind || ownKinds(claim, i).includes(kind)) },
	sources: { items: [...board.sources].sort((a, b) => b.claims.length - a.claims.length), columns: SOURCE_COLUMNS, row: sourceRow, searched: searchedSource, thing: 'source', matches: () => true },
};
const keyOf = item => item.key || item.id;

function shown(page) {
	const { items, columns, searched, matches } = LISTS[page];
	const chosen = state[page];
	const { value, order } = columns.find(column => column.key === chosen.sort);
	const by = order || ((x, y) => typeof x === 'string' ? compare(x, y) : x - y);
	const words = chosen.words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
	const found = items.filter(item => words.every(word => searched(item).includes(word)) && matches(item, chosen)).map((item, i) => [value(item), i, item]);
	found.sort((a, b) => (chosen.descending ? by(b[0], a[0]) : by(a[0], b[0])) || a[1] - b[1]);
	return found.map(([, , item]) => item);
}

function claimRow(claim) {
	return element('tr', {},
		element('td', { class: 'number wide' }, String(claim.id)),
		element('td', { class: 'statement' }, claimLink(claim.id), element('div', { class: 'narrow' }, chips(claim)),
			board.columns.length > 0 && element('div', { class: 'beside meta' }, separated(board.columns.map((column, i) => {
				const value = ownValue(claim, i, 40);
				return value && [name(shortened(column, 20)), ': ', value];
			}), ' · ')),
			claim.others && element('div', { class: 'meta' }, 'If one of the answers is right: ', separated(answersTo(claim).filter(({ claim: given }) => given.weighed)
				.map(({ claim: given }) => [name(shortened(answerOf(given), 40)), ' ', percent(given.weighed.probability)]), ' · ')),
			element('div', { class: 'meta wide' }, sentence(claim.why, claim))),
		element('td', { class: 'wide chips' }, chips(claim)),
		element('td', { class: 'number' }, String(claim.corroboration)),
		element('td', { class: 'number wide wider' }, String(claim.firsthand || 0)),
		rated && element('td', { class: 'number wide wider' }, number(claim.belief)),
		element('td', { class: 'wide' }, claim.cleared ? 'yes' : 'no'),
		board.columns.map((column, i) => element('td', { class: 'wide own' }, ownValue(claim, i, 80))));
}

function sourceRow(source) {
	return element('tr', {},
		element('td', {}, sourceLink(source.key), source.name && source.name !== source.key && [' ', element('span', { class: 'meta' }, name(source.name))]),
		element('td', { class: 'wide' }, source.kind),
		element('td', { class: 'number wide' }, source.reliability === null ? '–' : reliability(source)),
		element('td', { class: 'number' }, String(source.claims.length)),
		element('td', { class: 'number' }, String(sole(source))),
		element('td', { class: 'number' }, String(falls(source))));
}

const keptRow = { claims: once(claimRow), sources: once(sourceRow) };

// What is in a list with more than one value stands under each
function groups(found, i) {
	const members = new Map(ownValues[i].map(kind => [kind, []]));
	for (const claim of found) for (const kind of ownKinds(claim, i)) members.get(kind).push(claim);
	return [...members].filter(([, list]) => list.length).flatMap(([kind, list]) => [
		() => element('tr', { class: 'group' }, element('th', { scope: 'rowgroup', colspan: CLAIM_COLUMNS.length }, name(kindTitle(kind)), ' ',
			element('span', { class: 'meta' }, `${counted(list.length, 'claim')}, ${list.filter(claim => claim.cleared).length} cleared`))),
		...list.map(claim => () => claimRow(claim))]);
}

// Rows to be made: the first at once, the others when nobody waits for anything
const AT_ONCE = 100;
let waiting = [];
let filling = 0;
const whenIdle = window.requestIdleCallback || (make => setTimeout(make, 1));

function addRows(count) {
	document.getElementById('rows').append(...waiting.splice(0, count).map(make => make()));
}

function fillRows(makers) {
	const turn = ++filling;
	waiting = makers;
	document.getElementById('rows').replaceChildren();
	addRows(AT_ONCE);
	const more = () => {
		if (turn !== filling || waiting.length === 0) return;
		addRows(AT_ONCE);
		whenIdle(more);
	};
	whenIdle(more);
}

// On paper, and where somebody comes back to one, they are all there
function finishRows() {
	if (document.getElementById('rows')) addRows(waiting.length);
}

function fillList(page) {
	const { items, columns, thing } = LISTS[page];
	const found = shown(page);
	const grouped = state[page].group;
	fillRows(grouped ? groups(found, Number(grouped)) : found.map(item => () => keptRow[page](item)));
	document.getElementById('found').textContent = found.length === items.length ? counted(found.length, thing) :
		`${found.length} of ${counted(items.length, thing)}`;
	for (const column of columns)
		document.getElementById('column-' + column.key).setAttribute('aria-sort',
			column.key !== state[page].sort ? 'none' : state[page].descending ? 'descending' : 'ascending');
	state.at = -1;
}

function sortBy(page, column) {
	const chosen = state[page];
	chosen.descending = chosen.sort === column.key ? !chosen.descending : column.key !== 'id' && !column.words;
	chosen.sort = column.key;
	fillList(page);
}

function table(page) {
	return element('table', {},
		element('thead', {}, element('tr', {}, LISTS[page].columns.map(column =>
			element('th', { id: 'column-' + column.key, scope: 'col', class: column.className },
				element('button', { type: 'button', onclick: () => sortBy(page, column), title: column.title.length > 24 && column.title },
					name(shortened(column.title, 24))))))),
		element('tbody', { id: 'rows' }));
}

function search(page, what) {
	return element('input', {
		type: 'search', id: 'words', placeholder: 'Search', 'aria-label': what, value: state[page].words,
		oninput: event => { state[page].words = event.target.value; fillList(page); },
	});
}

function choice(id, label, options, kept, key) {
	return element('label', {}, label, ' ', element('select', { id, onchange: event => { kept[key] = event.target.value; fillList('claims'); } },
		options.map(([value, text]) => element('option', { value, selected: kept[key] === value }, text))));
}

// ---- The list of claims

// How it stands, in numbers; each shows its claims
function glance(label, entries) {
	const chosen = state.claims;
	const entry = ([kind, value, text, className, count, always]) => (count > 0 || always) && element('li', {}, element('button', {
		type: 'button', class: className, 'aria-pressed': String(chosen[kind] === value),
		onclick: () => {
			const pressed = chosen[kind] === value;
			chosen.status = chosen.only = chosen.changed = '';
			chosen[kind] = pressed ? '' : value;
			showClaims();
			main.querySelector(`[aria-pressed][data-kind="${kind}"][data-of="${value}"]`).focus();
		}, 'data-kind': kind, 'data-of': value,
	}, element('span', { class: 'count' }, String(count)), ' ', text));
	return element('ul', { class: 'glance', 'aria-label': label }, entries.map(entry));
}

function standing() {
	const count = test => board.claims.filter(test).length;
	return glance('At a glance', [
		...['cleared', 'correct', 'lost', 'disputed', 'denied', 'contested', 'held'].map(key =>
			['only', key, ONLY[key][0], key === 'cleared' ? 'corroborated' : 'against', count(ONLY[key][1]), key === 'cleared']),
		...Object.entries(STATUS).map(([key, text]) => ['status', key, text, key, count(claim => claim.status === key)]),
	]);
}

function changes() {
	const entries = Object.entries(CHANGED).map(([key, [text, className]]) =>
		['changed', key, text, className, board.claims.filter(claim => listOf(claim, 'changed').includes(key)).length]);
	const none = entries.every(entry => entry[4] === 0);
	return element('div', { class: 'since' }, element('h2', {}, 'Since ', moment(board.since)),
		none ? element('p', { class: 'empty' }, 'Nothing has changed.') : glance('What has changed', entries));
}

function howToRead() {
	const n = board.threshold;
	const words = [
		['independent', 'how many sources say so that do not have it from one another, nor belong together. A copy adds nothing.'],
		['corroborated first-hand', `${n} or more independent sources, and so many also if only what is known first-hand counts.`],
		['corroborated', `${n} or more independent sources; that some of them are independent is presumed, not checked.`],
		['uncorroborated', `somebody says so, but not ${n} independent sources.`],
		['unsupported', 'nobody says so whose word counts.'],
		['flag', `raised when a claim has ${n} independent sources, withdrawn when it no longer has.`],
		['cleared', 'may be published: flagged, or confirmed by an editor, and not held back.'],
		['disputed', 'somebody denies it. That takes no flag away.'],
		['denied', `${n} or more independent sources deny it, and fewer say so. That takes no flag away either.`],
		['contested', 'another claim answers the same question otherwise, for the same time, and has support too. Beside each answer stands how probable it is, if one of them is right: by how many independent sources give it, and how they are rated. It settles nothing, and a source that nobody has rated is taken to be right 8 times in 10.'],
		['replaced', 'corrected by another statement that names it. All else that a source has said counts together.'],
		['said both', 'this person has said both yes and no, and counts for neither until one of the two is replaced or retracted.'],
		['discredited', 'the word of this source counts nowhere any more.'],
		board.since && ['flag up, flag down', 'what became of the flag last since the time above; likewise what else is marked. Not marked is what happened to claims about which a confidential source has said something.'],
		rated && ['support', 'from 0 to 1, of claims whose sources are rated: how likely it is that the sources of at least one chain, from who says so to who knows, are all reliable.'],
		rated && ['carries', 'how much of the support a source adds, on average over all orders in which the sources could have come. Sources that count as one are taken together. The parts add up to the support.'],
		rated && ['belief', 'support, less what is said against the claim. Claims that answer the same question otherwise are not weighed in: see contested.'],
	].filter(Boolean);
	return element('details', {}, element('summary', {}, 'What these words mean'),
		element('dl', {}, words.map(([word, meaning]) => [element('dt', {}, word), element('dd', {}, meaning)])));
}

function showClaims() {
	const chosen = state.claims;
	main.replaceChildren(
		board.since ? changes() : '',
		standing(),
		element('div', { class: 'tools', role: 'search' },
			search('claims', 'Search claims and sources'),
			element('button', { type: 'button', class: 'more', 'aria-expanded': 'false', onclick: event =>
				event.target.setAttribute('aria-expanded', String(event.target.getAttribute('aria-expanded') === 'false')) }, 'Filter'),
			choice('status', 'Status', [['', 'any'], ...Object.entries(STATUS)], chosen, 'status'),
			choice('only', 'Show', [['', 'all'], ...Object.entries(ONLY).map(([key, [label]]) => [key, label])], chosen, 'only'),
			board.columns.map((column, i) => ownValues[i].length <= CHOICES && choice('own-' + i, name(shortened(column, 24)),
				[['', 'any'], ...ownValues[i].map(kind => [kind, kindTitle(kind)])], chosen.own, i)),
			board.columns.length > 0 && choice('group', 'Group by', [['', 'nothing'], ...board.columns.map((column, i) => [String(i), shortened(column, 24)])], chosen, 'group'),
			element('span', { id: 'found', class: 'meta', 'aria-live': 'polite' })),
		table('claims'),
		howToRead());
	fillList('claims');
}

// ---- One claim: its drawing, and the same as a list where there is no room for that

const READABLE = 0.8;
const DEEPEST = 12;

function svgOf(claim) {
	const parsed = new DOMParser().parseFromString('<svg xmlns="http://www.w3.org/2000/svg" class="corroborate" role="graphics-document document">' +
		claim.drawing, 'image/svg+xml').documentElement;
	const ground = parsed.querySelector('rect.bg');
	if (!ground) return null;
	const svg = document.importNode(parsed, true);
	for (const side of ['width', 'height']) svg.setAttribute(side, ground.getAttribute(side));
	svg.setAttribute('viewBox', `0 0 ${ground.getAttribute('width')} ${ground.getAttribute('height')}`);
	svg.setAttribute('aria-label', claim.statement);
	// rather scrolled than smaller than can be read
	svg.style.minWidth = Math.round(svg.getAttribute('width') * READABLE) + 'px';
	return svg;
}

// "dalian-2 · first-hand · rated 0.8 · counts with rfa"
function outlineNotes(claim, key, words) {
	const { rating, affiliations } = claim.graph.sources[key] || {};
	return separated([
		rating === 0 && element('strong', { class: 'against' }, 'discredited'),
		words.firsthand && 'first-hand',
		rating !== 0 && !words.firsthand && !words.cites && !words.unknown && 'origin presumed',
		words.unknown && 'on the word of someone unknown',
		rating > 0 && `rated ${number(rating)}`,
		affiliations && ['counts with ', separated(affiliations.map(name), ', ')],
		listOf(claim, 'rests_on').includes(key) && 'it rests on this',
	], ' · ');
}

// Each source with those on whose word it is, which are shown once
function outlineSide(claim, said) {
	const seen = new Set();
	const item = (key, depth) => {
		const words = said[key] || {};
		const again = seen.has(key);
		seen.add(key);
		return element('li', {}, element('span', { class: 'who' }, sourceLink(key)), ' ',
			element('span', { class: 'meta' }, again && words.cites ? 'as above' : outlineNotes(claim, key, words)),
			!again && words.cites && (depth < DEEPEST ? [element('div', { class: 'meta' }, words.cites.length > 1 ? 'on the word of either' : 'on the word of'),
				element('ul', {}, words.cites.map(cited => item(cited, depth + 1)))] :
				element('div', { class: 'meta' }, 'on the word of others: the evidence below has all of it')));
	};
	return element('ul', {}, Object.keys(said).filter(key => said[key].speaks).sort(compare).map(key => item(key, 0)));
}

function outline(claim) {
	const sides = [['for', 'Say so', 'yes'], ['against', 'Deny it', 'no']].filter(([side]) => Object.keys(claim.graph[side] || {}).length > 0);
	return element('div', { class: 'outline' }, sides.map(([side, title, className]) =>
		element('div', { class: className }, element('h3', {}, title), outlineSide(claim, claim.graph[side]))));
}

function drawing(claim) {
	const svg = svgOf(claim);
	const button = element('button', { type: 'button', class: 'turn', onclick: () => {
		figure.classList.toggle('turned');
		fit();
	} });
	const figure = element('figure', { role: 'group', 'aria-label': 'What it rests on' }, svg, outline(claim), svg && button);
	return figure;
}

// The drawing takes the room that there is; the list, where that is too little
function fit() {
	const figure = main.querySelector('figure');
	if (!figure) return;
	const svg = figure.querySelector('svg');
	const room = document.documentElement.clientWidth - 2 * figure.getBoundingClientRect().left;
	const narrow = !svg || svg.getAttribute('width') * READABLE > Math.max(room, figure.parentNode.clientWidth);
	const listed = narrow !== figure.classList.contains('turned');
	figure.classList.toggle('listed', listed || !svg);
	if (narrow && !listed) figure.setAttribute('tabindex', '0');
	else figure.removeAttribute('tabindex');
	const button = figure.querySelector('button.turn');
	if (button) button.textContent = listed ? 'Show the drawing' : 'Show as a list';
}

// "rfa, on the word of dalian-2": of a chain only its beginning
function told(said) {
	const basis = said.against || said.for || {};
	const grounds = [
		basis.firsthand && ['first-hand'],
		basis.cites && ['on the word of ', separated(basis.cites.map(sourceLink), ' or ')],
		basis.unknown && ['on the word of someone unknown'],
	].filter(Boolean);
	return [sourceLink(said.by), said.against ? ' denies it' : ' says so', grounds.length > 0 && ', ', separated(grounds, ' or ')].flat(3);
}

// "replaced by statement 15 on 3 May 2026", or as much of it as may be told
function ended(said) {
	const on = said.gone_at && [' on ', day(said.gone_at)];
	if (said.state === 'retracted') return ['retracted', on, said.reason && [': ', name(said.reason)]];
	return [said.replaced_by ? `replaced by statement ${said.replaced_by}` : 'replaced by another statement', on];
}

function attestation(said) {
	const gone = said.state === 'retracted' || said.state === 'replaced';
	const { document: paper, said_at: saidAt } = said;
	const published = paper && (paper.as ? name(paper.as) : paper.at && moment(paper.at));
	const about = separated([
		saidAt && ['said ', moment(saidAt)],
		paper && ['in ', paper.url && /^https?:/.test(paper.url) ?
			element('a', { href: paper.url, rel: 'noreferrer noopener' }, name(paper.headline || paper.url)) : name(paper.headline || 'a document'),
			published && [', published ', published]],
		said.state === 'pending' && 'waits to be accepted',
		gone && ended(said),
	], ' · ');
	const record = separated([
		said.number && `statement ${said.number}`,
		['written down ', moment(said.at)],
		said.said !== said.by && element('code', {}, name(said.said)),
	], ' · ');
	return element('li', {},
		element('div', { class: gone ? 'gone' : said.state === 'pending' ? 'waits' : null }, told(said)),
		said.quote && element('blockquote', { lang: said.language }, name(said.quote)),
		about.length > 0 && element('div', { class: 'when' }, about),
		element('div', { class: 'meta' }, record));
}

// "anna has said both and counts for neither until one of 12 and 15 is replaced or retracted"
function saidBoth({ source, yes, no }) {
	const until = !yes || !no ? 'what it said on one side is' :
		yes.length + no.length === 2 ? `one of ${yes[0]} and ${no[0]} is` : `${yes.join(' and ')}, or ${no.join(' and ')}, are`;
	return element('p', { class: 'against' }, sourceLink(source), ` has said both and counts for neither until ${until} replaced or retracted`);
}

// "72 %"; nothing is certain that is reckoned from ratings
const percent = part => part < 0.01 ? 'under 1 %' : part > 0.99 ? 'over 99 %' : `${Math.round(part * 100)} %`;
const answerOf = claim => claim.answer || claim.statement;

// A claim and those that contradict it, the most probable answer first
const answersTo = claim => [{ claim, both: [] }, ...listOf(claim, 'others').map(other => ({ claim: claims.get(String(other.claim)), both: other.both }))]
	.sort((a, b) => (b.claim.weighed ? b.claim.weighed.probability : -1) - (a.claim.weighed ? a.claim.weighed.probability : -1) || a.claim.id - b.claim.id);

// "Bob, corroborated: 72 % by the ratings of 3 independent sources · 1 denies it · rests on herald, as this claim does"
const isRated = given => board.claims.some(claim => claim.weighed && claim.weighed.as === given.weighed.as &&
	Object.values(claim.graph.sources).some(({ rating }) => rating !== undefined));
function answer(claim, { claim: given, both }) {
	const { probability, independent, denials } = given.weighed || {};
	return element('li', {}, given === claim ? element('strong', {}, name(answerOf(given))) : element('a', { href: '#claim/' + given.id }, name(answerOf(given))),
		given === claim && ' (this claim)', ' ', given.ruling === 'confirm' ? chip('confirmed by an editor', 'corroborated') :
			given.ruling === 'refute' ? chip('refuted by an editor', 'against') : statusChip(given.status),
		element('div', { class: 'meta' }, separated([
			probability !== undefined && [element('b', {}, percent(probability)), isRated(given) ?
				` by the ratings of ${counted(independent, 'independent source')}` : ` by ${counted(independent, 'independent source')}, not rated`],
			denials > 0 && (denials === 1 ? '1 denies it' : `${denials} deny it`),
			both.length > 0 && ['rests on ', separated(both.map(sourceLink), ' and '), ', as this claim does'],
		], ' · ')));
}

function answers(claim) {
	return claim.others && [element('h3', {}, 'Answers that contradict each other'),
		element('ul', { class: 'plain answers' }, answersTo(claim).map(other => answer(claim, other))),
		element('p', { class: 'meta note' }, 'How probable each answer is, if one of them is right. A source that nobody has rated is taken to be right 8 times in 10.')];
}

// "kim and lee together carry 37 %; without them, support would be 0.846"
function carrier({ unit, part, without }) {
	const several = unit.length > 1;
	return element('li', {}, separated(unit.map(sourceLink), ' and '), several ? ' together carry ' : ' carries ', element('b', {}, part === 1 ? 'all of it' : percent(part)),
		'; without ', several ? 'them' : name(unit[0]), without === undefined ? ', there would be no support' : `, support would be ${number(without)}`);
}

const anyUnrated = claim => Object.values(claim.graph.sources).some(({ rating }) => rating === undefined);

function carriers(claim) {
	if (!claim.support) return null;
	const shares = listOf(claim, 'shares');
	const others = 1 - shares.reduce((sum, { part }) => sum + part, 0);
	return [element('h3', {}, 'Who carries the support'),
		element('p', { class: 'meta' }, `By the ratings of its sources, this claim has a support of ${number(claim.support)}.`,
			!shares.length && ' There are too many sources to say how much of it each carries.',
			shares.length > 0 && anyUnrated(claim) && ' A source that nobody has rated carries none of it.',
			claim.contradiction > 0 && ' Denials are not counted here.'),
		shares.length > 0 && element('ul', { class: 'plain' }, shares.map(carrier),
			others > 0.0005 && element('li', {}, 'all others together carry ', element('b', {}, percent(others))))];
}

function happening(event) {
	const words = { raised: 'flag raised', withdrawn: 'flag withdrawn', disputed: 'disputed', settled: 'no longer disputed',
		denied: 'denied', undenied: 'no longer denied', confirm: 'confirmed by an editor', refute: 'refuted by an editor', hold: 'held back', release: 'ruling ended' };
	return element('li', { class: event.change },
		element('strong', {}, words[event.change] || event.change), ' ', moment(event.at),
		event.cause && element('div', { class: 'meta' }, name(event.cause.replace(/^attestation\b/, 'statement'))),
		event.to && element('div', { class: 'meta' }, event.from ? `${STATUS[event.from]} → ` : '', `${STATUS[event.to]}, ${event.corroboration} independent`));
}

const list = (items, make, none) => items.length ? element('ul', { class: 'plain' }, items.map(make)) : element('p', { class: 'empty' }, none);
const term = (word, ...meaning) => [element('dt', {}, word), element('dd', {}, ...meaning)];

function asked(claim) {
	return claim.question && element('dl', { class: 'asked' },
		term('Question', name(claim.question)),
		claim.answer && term('Answer', element('strong', {}, name(claim.answer))),
		claim.holds && term('Holds', period(claim.holds)));
}

function showClaim(claim) {
	const events = listOf(claim, 'events');
	main.replaceChildren(element('section', { class: 'page' },
		element('p', { class: 'back' }, element('a', { href: '#claims' }, '← all claims')),
		element('h2', { tabindex: '-1' }, name(claim.statement)),
		element('p', {}, chips(claim), ' ', chip(claim.cleared ? 'cleared' : 'not cleared', claim.cleared ? 'corroborated' : 'unsupported')),
		asked(claim),
		element('p', { class: 'why' }, sentence(claim.why, claim)),
		listOf(claim, 'says_both').map(saidBoth),
		answers(claim),
		drawing(claim),
		element('dl', {},
			!claim.question && claim.holds && term('holds', period(claim.holds)),
			board.columns.map((column, i) => term(name(column), ownValue(claim, i) || '–')),
			term('independent sources', `${claim.corroboration} (${claim.firsthand || 0} if only first-hand knowledge counts)`),
			term('independent denials', String(claim.contradiction || 0)),
			rated && [claim.support !== undefined && term('support', number(claim.support)),
				term('belief', claim.belief === undefined ? 'not known: no chain of sources is rated throughout' : number(claim.belief))],
			term('sources', separated(Object.keys(claim.graph.sources).map(sourceLink), ', ')),
			term('evidence', element('code', {}, sentence(claim.evidence, claim)))),
		carriers(claim),
		element('h3', {}, 'Who said what'), list(listOf(claim, 'said'), attestation, 'Nobody has said anything yet.'),
		element('h3', {}, 'History of the flag'),
		events.length ? element('ol', { class: 'timeline' }, events.map(happening)) : element('p', { class: 'empty' }, 'The flag was never raised.'),
		element('h3', {}, 'Published in'),
		list(listOf(claim, 'published'), item => element('li', {}, name(item.headline || 'a document'), ' ', moment(item.at)), 'We have published nothing that uses it.')));
	fit();
}

// ---- Sources

function showSources() {
	main.replaceChildren(
		element('div', { class: 'tools', role: 'search' },
			search('sources', 'Search sources'),
			element('span', { id: 'found', class: 'meta', 'aria-live': 'polite' })),
		element('p', { class: 'meta' }, 'What if a source were discredited? Flags fall where too few other sources are left. The sole source of a claim is the one without which nobody supports it.'),
		table('sources'));
	fillList('sources');
}

const AT_FIRST = 50;

// As many as are read, and the rest when asked for
function longList(items, make, none) {
	const made = list(items.slice(0, AT_FIRST), make, none);
	if (items.length <= AT_FIRST) return made;
	const rest = element('button', { type: 'button', class: 'rest', onclick: () => {
		const next = items.slice(AT_FIRST).map(make);
		made.append(...next);
		rest.remove();
		next[0].querySelector('a').focus();
	} }, `Show all ${items.length}`);
	return [made, rest];
}

// What has been published comes first, as it would have to be corrected
const urgency = change => { const { published, cleared } = claims.get(String(change.claim)); return (published ? 2 : 0) + (cleared ? 1 : 0); };
const mostUrgentFirst = (a, b) => urgency(b) - urgency(a) || isSole(b) - isSole(a) || a.claim - b.claim;

function wouldBe(change) {
	return element('li', {}, claimLink(change.claim), element('div', { class: 'meta' }, separated([
		claims.get(String(change.claim)).published && element('strong', { class: 'against' }, 'published'),
		change.from === change.to ? statusChip(change.from) : [statusChip(change.from), ' → ', statusChip(change.to)],
		isSole(change) && 'sole source'], ' · ')));
}

function showSource(source) {
	const discredited = source.reliability === 0;
	const falling = source.without.filter(change => change.falls).sort(mostUrgentFirst);
	const changing = source.without.filter(change => !change.falls).sort(mostUrgentFirst);
	const moved = new Set(source.without.map(change => change.claim));
	const staying = source.claims.filter(id => !moved.has(id));
	main.replaceChildren(element('section', { class: 'page' },
		element('p', { class: 'back' }, element('a', { href: '#sources' }, '← all sources')),
		element('h2', { tabindex: '-1' }, name(source.key)),
		element('dl', {},
			source.name && term('name', name(source.name)),
			term('kind', source.kind),
			term('reliability', reliability(source)),
			source.affiliations.length > 0 && term('counts with', separated(source.affiliations.map(name), ', ')),
			term('mentioned in', counted(source.claims.length, 'claim')),
			!discredited && term('sole source of', counted(sole(source), 'claim'))),
		element('h3', {}, discredited ? 'Discredited' : 'What if it were discredited?'),
		source.without.length === 0 && element('p', { class: 'empty' }, discredited ? 'Its word counts nowhere.' : 'No claim would change.'),
		falling.length > 0 && [element('h4', { class: 'against' }, `${counted(falling.length, 'flag')} would fall`), longList(falling, wouldBe)],
		changing.length > 0 && [element('h4', {}, `${counted(changing.length, falling.length ? 'other claim' : 'claim')} would change status`), longList(changing, wouldBe)],
		element('h3', {}, source.without.length ? 'Other claims that mention it' : 'Claims that mention it'),
		longList(staying, id => element('li', {}, claimLink(id), ' ', claims.has(String(id)) && statusChip(claims.get(String(id)).status)), 'Nothing.')));
}

// ---- Where we are

// A page is a function; what it lists has pages of their own.  Others go here.
const PAGES = {
	claims: { title: 'Claims', show: showClaims, one: 'claim', all: claims, open: showClaim },
	sources: { title: 'Sources', show: showSources, one: 'source', all: sources, open: showSource },
};

function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

// The page that an address leads to, and the key of what is shown of it
function place() {
	const [word, ...rest] = location.hash.slice(1).split('/');
	const key = decoded(rest.join('/'));
	const page = Object.keys(PAGES).find(id => id === word || PAGES[id].one === word) || 'claims';
	return [page, PAGES[page].one === word && PAGES[page].all.has(key) ? key : null];
}

function showNavigation(current) {
	document.getElementById('pages').replaceChildren(...Object.entries(PAGES).map(([id, { title }]) =>
		element('a', { id: 'to-' + id, href: '#' + id, 'aria-current': id === current && 'page' }, title)));
}

function show() {
	const [page, key] = place();
	filling++;
	waiting = [];
	showNavigation(page);
	if (key === null) {
		PAGES[page].show();
		backTo(state.left);
		state.left = '';
	} else {
		PAGES[page].open(PAGES[page].all.get(key));
		scrollTo(0, 0);
		main.querySelector('h2').focus({ preventScroll: true });
		state.left = location.hash;
	}
}

const listed = () => [...main.querySelectorAll('tbody tr td:nth-child(-n+2) a')];

// Who comes back to a list stands where it was left
function backTo(hash) {
	if (hash !== '') finishRows();
	const links = listed();
	state.at = hash === '' ? -1 : links.findIndex(link => link.getAttribute('href') === hash);
	if (state.at >= 0) links[state.at].focus();
}

// j and k walk through the list, / goes to the search, Escape goes back
function onKey(event) {
	const typing = /^(input|select|textarea)$/i.test(event.target.tagName);
	if (event.ctrlKey || event.metaKey || event.altKey) return;
	if (event.key === 'Escape') {
		if (typing) event.target.blur();
		else location.hash = '#' + place()[0];
	} else if (typing) {
		return;
	} else if (event.key === '/') {
		const words = document.getElementById('words');
		if (words) { words.focus(); event.preventDefault(); }
	} else if (event.key === 'j' || event.key === 'k') {
		const links = listed();
		if (links.length === 0) return;
		state.at = Math.min(Math.max(state.at + (event.key === 'j' ? 1 : -1), 0), links.length - 1);
		links[state.at].focus();
	}
}

addEventListener('hashchange', show);
addEventListener('keydown', onKey);
addEventListener('resize', fit);
addEventListener('beforeprint', finishRows);
show();
