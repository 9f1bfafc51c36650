// The evidence board: shows what stands in the element "data".  All text goes
// into the page as text, never as markup; drawings are parsed as SVG.
'use strict';

const board = JSON.parse(document.getElementById('data').textContent);
const main = document.getElementById('main');
const claims = new Map(board.claims.map(claim => [String(claim.id), claim]));
const sources = new Map(board.sources.map(source => [source.key, source]));
const state = { words: '', status: '', only: '', sort: 'id', descending: false, at: -1, left: '' };

const STATUS = {
	corroborated_firsthand: 'corroborated first-hand',
	corroborated: 'corroborated',
	uncorroborated: 'uncorroborated',
	unsupported: 'unsupported',
};
const STATUS_ORDER = Object.keys(STATUS).reverse();

// What a claim may be besides
const lost = claim => !claim.flagged && claim.events.some(event => event.change === 'withdrawn');
const ONLY = {
	cleared: ['cleared', claim => claim.cleared],
	open: ['not cleared', claim => !claim.cleared],
	correct: ['published, to be corrected', claim => claim.correct.length > 0],
	lost: ['lost the flag', lost],
	disputed: ['disputed', claim => claim.disputed],
	denied: ['denied', claim => claim.denied],
	contested: ['answered otherwise, too', claim => Boolean(claim.others)],
	both: ['with somebody who said both', claim => claim.says_both.length > 0],
	held: ['held back', claim => claim.ruling === 'hold'],
};

// element('a', {href: '#'}, 'text', child ...)
function element(name, attributes, ...children) {
	const made = document.createElement(name);
	for (const [key, value] of Object.entries(attributes || {})) {
		if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
		else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value);
	}
	made.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
	return made;
}

const rated = board.claims.some(claim => claim.belief !== null);
const number = value => value === null || value === undefined ? '–' : String(Math.round(value * 1000) / 1000);
const moment = at => at ? element('time', { datetime: at }, at.slice(0, 16).replace('T', ' ')) : element('span', { class: 'meta' }, 'date withheld');
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November',
	'December'];
const name = text => element('bdi', {}, text);
// "3 May 2026"
const day = at => {
	const [, year, month, date] = /^(\d+)-(\d\d)-(\d\d)T/.exec(at) || [];
	return element('time', { datetime: at }, year ? `${Number(date)} ${MONTHS[month - 1]} ${year}` : at);
};
const claimLink = id => claims.has(String(id)) ?
	element('a', { href: '#claim/' + id }, name(claims.get(String(id)).statement)) : '#' + id;
const sourceLink = key => sources.has(key) ?
	element('a', { href: '#source/' + encodeURIComponent(key) }, name(key)) : name(key);
const statusChip = status => element('span', { class: 'chip ' + status }, STATUS[status] || status);
const separated = (items, by) => items.flatMap((item, i) => i ? [by, item] : [item]);

function chips(claim) {
	return separated([
		statusChip(claim.status),
		claim.disputed && element('span', { class: 'chip against' }, 'disputed'),
		claim.denied && element('span', { class: 'chip against' }, `denied by ${claim.contradiction}`),
		claim.others && element('span', { class: 'chip against' }, 'contested'),
		lost(claim) && element('span', { class: 'chip unsupported' }, 'lost the flag'),
		claim.correct.length > 0 && element('span', { class: 'chip against full' }, 'to be corrected'),
		claim.ruling === 'hold' && element('span', { class: 'chip held' }, 'held back'),
		claim.ruling === 'confirm' && element('span', { class: 'chip corroborated' }, 'confirmed by an editor'),
	].filter(Boolean), ' ');
}

// ---- The list of claims

const COLUMNS = [
	{ key: 'id', title: '#', value: claim => claim.id, className: 'number wide' },
	{ key: 'statement', title: 'Claim', value: claim => claim.statement.toLocaleLowerCase() },
	{ key: 'status', title: 'Status', value: claim => STATUS_ORDER.indexOf(claim.status), className: 'wide' },
	{ key: 'corroboration', title: 'Independent', value: claim => claim.corroboration, className: 'number' },
	{ key: 'firsthand', title: 'First-hand', value: claim => claim.firsthand, className: 'number wide' },
	...(rated ? [{ key: 'belief', title: 'Belief', value: claim => claim.belief === null ? -1 : claim.belief, className: 'number wide' }] : []),
	{ key: 'cleared', title: 'Cleared', value: claim => claim.cleared ? 1 : 0, className: 'wide' },
];

// Made when first asked for, and kept: rows and what is searched of thousands of claims
const once = make => {
	const made = new Map();
	return claim => {
		if (!made.has(claim.id)) made.set(claim.id, make(claim));
		return made.get(claim.id);
	};
};
const searched = once(claim => [claim.id, claim.statement, claim.question, claim.why, claim.evidence].join(' ').toLocaleLowerCase());

function matches(claim, words) {
	return words.every(word => searched(claim).includes(word)) &&
		(!state.status || claim.status === state.status) &&
		(!state.only || ONLY[state.only][1](claim));
}

function shown() {
	const { value } = COLUMNS.find(column => column.key === state.sort);
	const words = state.words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
	const found = board.claims.filter(claim => matches(claim, words));
	found.sort((a, b) => {
		const [x, y] = [value(a), value(b)];
		const order = x < y ? -1 : x > y ? 1 : a.id - b.id;
		return state.descending ? -order : order;
	});
	return found;
}

const claimRow = once(claim =>
	element('tr', {},
		element('td', { class: 'number wide' }, String(claim.id)),
		element('td', { class: 'statement' }, claimLink(claim.id), element('div', { class: 'narrow' }, chips(claim)),
			element('div', { class: 'meta wide' }, name(claim.why))),
		element('td', { class: 'wide chips' }, chips(claim)),
		element('td', { class: 'number' }, String(claim.corroboration)),
		element('td', { class: 'number wide' }, String(claim.firsthand)),
		rated && element('td', { class: 'number wide' }, number(claim.belief)),
		element('td', { class: 'wide' }, claim.cleared ? 'yes' : 'no')));

function fillList() {
	const found = shown();
	const body = document.getElementById('rows');
	body.replaceChildren(...found.map(claimRow));
	document.getElementById('found').textContent = found.length === board.claims.length ?
		`${found.length} claims` : `${found.length} of ${board.claims.length} claims`;
	for (const column of COLUMNS)
		document.getElementById('column-' + column.key).setAttribute('aria-sort',
			column.key !== state.sort ? 'none' : state.descending ? 'descending' : 'ascending');
	state.at = -1;
}

function sortBy(key) {
	state.descending = state.sort === key ? !state.descending : key !== 'id' && key !== 'statement';
	state.sort = key;
	fillList();
}

function choice(id, label, options) {
	return element('label', {}, label, element('select', { id, onchange: event => { state[id] = event.target.value; fillList(); } },
		options.map(([value, text]) => element('option', { value, selected: state[id] === value }, text))));
}

// How it stands, in numbers; each shows its claims
function glance() {
	const entry = (kind, value, label, count, always) => (count > 0 || always) && element('li', {}, element('button', {
		type: 'button', class: kind === 'status' ? value : value === 'cleared' ? 'corroborated' : 'against', 'aria-pressed': String(state[kind] === value),
		onclick: () => {
			const pressed = state[kind] === value;
			state.status = state.only = '';
			state[kind] = pressed ? '' : value;
			showList();
			main.querySelector(`[aria-pressed][data-of="${value}"]`).focus();
		}, 'data-of': value,
	}, element('span', { class: 'count' }, String(count)), ' ', label));
	return element('ul', { class: 'glance', 'aria-label': 'At a glance' },
		['cleared', 'correct', 'lost', 'disputed', 'denied', 'held'].map(key => entry('only', key, ONLY[key][0], board.claims.filter(ONLY[key][1]).length, key === 'cleared')),
		Object.entries(STATUS).map(([key, label]) => entry('status', key, label, board.claims.filter(claim => claim.status === key).length)));
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
		['contested', 'another claim answers the same question otherwise, for the same time, and has support too.'],
		['replaced', 'corrected by another statement that names it. All else that a source has said counts together.'],
		['said both', 'this person has said both yes and no, and counts for neither until one of the two is replaced or retracted.'],
		['discredited', 'the word of this source counts nowhere any more.'],
		rated && ['belief', 'from 0 to 1, of claims whose sources are rated: how likely one of its chains holds, less what speaks against it.'],
	].filter(Boolean);
	return element('details', {}, element('summary', {}, 'What these words mean'),
		element('dl', {}, words.map(([word, meaning]) => [element('dt', {}, word), element('dd', {}, meaning)])));
}

function showList() {
	main.replaceChildren(
		glance(),
		element('div', { class: 'tools', role: 'search' },
			element('input', {
				type: 'search', id: 'words', placeholder: 'Search claims and sources', 'aria-label': 'Search claims and sources', value: state.words,
				oninput: event => { state.words = event.target.value; fillList(); },
			}),
			choice('status', 'Status', [['', 'any'], ...Object.entries(STATUS)]),
			choice('only', 'Only', [['', 'all'], ...Object.entries(ONLY).map(([key, [label]]) => [key, label])]),
			element('span', { id: 'found', class: 'meta', 'aria-live': 'polite' })),
		element('table', {},
			element('thead', {}, element('tr', {}, COLUMNS.map(column =>
				element('th', { id: 'column-' + column.key, scope: 'col', class: column.className },
					element('button', { type: 'button', onclick: () => sortBy(column.key) }, column.title))))),
			element('tbody', { id: 'rows' })),
		howToRead());
	fillList();
}

// ---- One claim

function drawing(claim) {
	const parsed = new DOMParser().parseFromString(claim.drawing, 'image/svg+xml').documentElement;
	if (parsed.nodeName !== 'svg') return element('figure', {}, 'This drawing cannot be shown.');
	const svg = document.importNode(parsed, true);
	// rather scrolled than smaller than can be read
	svg.style.minWidth = Math.round(svg.getAttribute('width') * 0.8) + 'px';
	return element('figure', { tabindex: '0', role: 'group', 'aria-label': 'Drawing' }, svg);
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
	const about = [
		said.number && `statement ${said.number}`,
		said.document && ['in ', said.document.url && /^https?:/.test(said.document.url) ?
			element('a', { href: said.document.url, rel: 'noreferrer noopener' }, name(said.document.headline || said.document.url)) :
			name(said.document.headline || 'a document')],
		said.at !== undefined && ['written down ', moment(said.at)],
		said.said !== said.by && element('code', {}, name(said.said)),
		said.state === 'pending' && 'waits to be accepted',
		gone && ended(said),
	].filter(Boolean);
	return element('li', {},
		element('div', { class: gone ? 'gone' : said.state === 'pending' ? 'waits' : null }, told(said)),
		said.quote && element('blockquote', { lang: said.language }, name(said.quote)),
		about.length > 0 && element('div', { class: 'meta' }, separated(about, ' · ').flat(3)));
}

// "anna has said both and counts for neither until one of 12 and 15 is replaced or retracted"
function saidBoth({ source, yes, no }) {
	const until = !yes || !no ? 'what it said on one side is' :
		yes.length + no.length === 2 ? `one of ${yes[0]} and ${no[0]} is` : `${yes.join(' and ')}, or ${no.join(' and ')}, are`;
	return element('p', { class: 'against' }, sourceLink(source), ` has said both and counts for neither until ${until} replaced or retracted`);
}

// "Another answer: Bob · corroborated · herald says both"
function otherAnswer({ claim: id, both }) {
	const other = claims.get(String(id));
	return element('p', { class: 'against' }, separated([
		['another answer: ', element('a', { href: '#claim/' + id }, name(other.answer || other.statement))], statusChip(other.status),
		both.length > 0 && ['both rest on ', separated(both.map(sourceLink), ', ')],
	].filter(Boolean), ' · ').flat(3));
}

function happening(event) {
	const words = { raised: 'flag raised', withdrawn: 'flag withdrawn', disputed: 'disputed', settled: 'no longer disputed',
		denied: 'denied', undenied: 'no longer denied', confirm: 'confirmed by an editor', hold: 'held back', release: 'ruling ended' };
	return element('li', { class: event.change },
		element('strong', {}, words[event.change] || event.change), ' ', moment(event.at),
		event.cause && element('div', { class: 'meta' }, name(event.cause)),
		event.to && element('div', { class: 'meta' }, event.from === event.to ? '' : `${STATUS[event.from]} → `, `${STATUS[event.to]}, ${event.corroboration} independent`));
}

const list = (items, make, none) => items.length ? element('ul', { class: 'plain' }, items.map(make)) : element('p', { class: 'empty' }, none);

function showClaim(claim) {
	main.replaceChildren(element('section', { class: 'page' },
		element('p', { class: 'back' }, element('a', { href: '#claims' }, '← all claims')),
		element('h2', { tabindex: '-1' }, name(claim.statement)),
		claim.question && element('p', { class: 'meta' }, name(claim.question), claim.answer && [' ', name(claim.answer)]),
		element('p', {}, chips(claim), ' ', element('span', { class: 'chip ' + (claim.cleared ? 'corroborated' : 'unsupported') }, claim.cleared ? 'cleared' : 'not cleared')),
		element('p', { class: 'why' }, name(claim.why)),
		claim.says_both.map(saidBoth),
		(claim.others || []).map(otherAnswer),
		drawing(claim),
		element('dl', {},
			element('dt', {}, 'independent'), element('dd', {}, `${claim.corroboration}; counting only what is known first-hand: ${claim.firsthand}`),
			element('dt', {}, 'against it'), element('dd', {}, `${claim.contradiction} independent`),
			element('dt', {}, 'support'), element('dd', {}, number(claim.support)),
			element('dt', {}, 'belief'), element('dd', {}, claim.belief === null ? '– (no chain has ratings throughout)' : number(claim.belief)),
			element('dt', {}, 'sources'), element('dd', {}, separated(claim.sources.map(sourceLink), ', ')),
			element('dt', {}, 'evidence'), element('dd', {}, element('code', {}, claim.evidence))),
		element('h3', {}, 'Who said so'), list(claim.said, attestation, 'Nobody has said anything yet.'),
		element('h3', {}, 'History of the flag'),
		claim.events.length ? element('ol', { class: 'timeline' }, claim.events.map(happening)) : element('p', { class: 'empty' }, 'It was never raised.'),
		element('h3', {}, 'Published in'),
		list(claim.published, item => element('li', {}, name(item.headline || 'a document'), ' ', moment(item.at)), 'Nothing of ours has used it.')));
}

// ---- Sources

const falls = source => source.without.filter(change => change.falls).length;
const reliability = source => source.reliability === 0 ? 'discredited' : source.reliability === null ? 'not rated' : number(source.reliability);

// Those on whom most rests first
const weighty = [...board.sources].sort((a, b) => falls(b) - falls(a) || b.claims.length - a.claims.length || (a.key < b.key ? -1 : 1));

function showSources() {
	main.replaceChildren(
		element('p', { class: 'tools' }, 'What if a source were discredited? The last column says how many flags would fall.'),
		element('table', {},
			element('thead', {}, element('tr', {}, ['Source', 'Kind', 'Reliability', 'Claims', 'Flags that would fall'].map((title, i) =>
				element('th', { scope: 'col', class: i > 1 ? 'number' : i === 1 ? 'wide' : null }, title)))),
			element('tbody', {}, weighty.map(source => element('tr', {},
				element('td', {}, sourceLink(source.key), source.name && [' ', element('span', { class: 'meta' }, name(source.name))]),
				element('td', { class: 'wide' }, source.kind),
				element('td', { class: 'number' }, source.reliability === null ? '–' : reliability(source)),
				element('td', { class: 'number' }, String(source.claims.length)),
				element('td', { class: 'number' }, String(falls(source))))))));
}

function showSource(source) {
	main.replaceChildren(element('section', { class: 'page' },
		element('p', { class: 'back' }, element('a', { href: '#sources' }, '← all sources')),
		element('h2', { tabindex: '-1' }, name(source.key)),
		element('dl', {},
			source.name && [element('dt', {}, 'name'), element('dd', {}, name(source.name))],
			element('dt', {}, 'kind'), element('dd', {}, source.kind),
			element('dt', {}, 'reliability'), element('dd', {}, reliability(source)),
			source.affiliations.length > 0 && [element('dt', {}, 'counts with'), element('dd', {}, separated(source.affiliations.map(name), ', '))]),
		element('h3', {}, source.reliability === 0 ? 'It is discredited' : 'What if it were discredited?'),
		list(source.without, change => element('li', {}, claimLink(change.claim), ' ', statusChip(change.from), ' → ', statusChip(change.to),
			change.falls && element('strong', { class: 'against' }, ' the flag falls')), source.reliability === 0 ? 'Its word counts nowhere.' : 'No claim would change.'),
		element('h3', {}, 'All that mentions it'),
		list(source.claims, id => element('li', {}, claimLink(id), ' ', claims.has(String(id)) && statusChip(claims.get(String(id)).status)), 'Nothing.')));
}

// ---- Where we are

function show() {
	const [page, key] = location.hash.slice(1).split('/');
	let known = decodeURIComponent(key || '');
	const claim = page === 'claim' && claims.get(known);
	const source = page === 'source' && sources.get(known);
	const inSources = page === 'sources' || page === 'source';
	for (const [id, current] of [['to-claims', !inSources], ['to-sources', inSources]]) {
		if (current) document.getElementById(id).setAttribute('aria-current', 'page');
		else document.getElementById(id).removeAttribute('aria-current');
	}
	if (claim) showClaim(claim);
	else if (source) showSource(source);
	else if (inSources) showSources();
	else showList();
	if (claim || source) {
		scrollTo(0, 0);
		main.querySelector('h2').focus({ preventScroll: true });
	} else {
		backTo(state.left);
	}
	state.left = claim || source ? location.hash : '';
}

const listed = () => [...main.querySelectorAll('tbody tr td:nth-child(-n+2) a')];

// Who comes back to a list stands where it was left
function backTo(hash) {
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
		else if (location.hash.startsWith('#source/')) location.hash = '#sources';
		else location.hash = '#claims';
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
show();
