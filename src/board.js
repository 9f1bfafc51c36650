// The evidence board: shows what stands in the element "data".  All text goes
// into the page as text, never as markup; drawings are parsed as SVG.
'use strict';

const board = JSON.parse(document.getElementById('data').textContent);
const main = document.getElementById('main');
const claims = new Map(board.claims.map(claim => [String(claim.id), claim]));
const sources = new Map(board.sources.map(source => [source.key, source]));
const state = { words: '', status: '', only: '', sort: 'id', descending: false, at: -1 };

const STATUS = {
	corroborated_firsthand: 'corroborated first-hand',
	corroborated: 'corroborated',
	uncorroborated: 'uncorroborated',
	unsupported: 'unsupported',
};
const STATUS_ORDER = Object.keys(STATUS).reverse();

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

const number = value => value === null || value === undefined ? '–' : String(Math.round(value * 1000) / 1000);
const moment = at => at ? element('time', { datetime: at }, at.slice(0, 16).replace('T', ' ')) : element('span', { class: 'meta' }, 'date withheld');
const name = text => element('bdi', {}, text);
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
		claim.ruling === 'hold' && element('span', { class: 'chip held' }, 'held back'),
		claim.ruling === 'confirm' && element('span', { class: 'chip corroborated' }, 'confirmed by an editor'),
	].filter(Boolean), ' ');
}

// ---- The list of claims

const COLUMNS = [
	{ key: 'id', title: '#', value: claim => claim.id, className: 'number' },
	{ key: 'statement', title: 'Claim', value: claim => claim.statement.toLocaleLowerCase() },
	{ key: 'status', title: 'Status', value: claim => STATUS_ORDER.indexOf(claim.status) },
	{ key: 'corroboration', title: 'Independent', value: claim => claim.corroboration, className: 'number' },
	{ key: 'firsthand', title: 'First-hand', value: claim => claim.firsthand, className: 'number wide' },
	{ key: 'belief', title: 'Belief', value: claim => claim.belief === null ? -1 : claim.belief, className: 'number wide' },
	{ key: 'cleared', title: 'Cleared', value: claim => claim.cleared ? 1 : 0 },
];

function matches(claim) {
	const words = state.words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
	const text = [claim.id, claim.statement, claim.question, claim.why, claim.evidence].join(' ').toLocaleLowerCase();
	return words.every(word => text.includes(word)) &&
		(!state.status || claim.status === state.status) &&
		(!state.only || (state.only === 'disputed' ? claim.disputed : state.only === 'cleared' ? claim.cleared : !claim.cleared));
}

function shown() {
	const { value } = COLUMNS.find(column => column.key === state.sort);
	const found = board.claims.filter(matches);
	found.sort((a, b) => {
		const [x, y] = [value(a), value(b)];
		const order = x < y ? -1 : x > y ? 1 : a.id - b.id;
		return state.descending ? -order : order;
	});
	return found;
}

function claimRow(claim) {
	return element('tr', {},
		element('td', { class: 'number' }, String(claim.id)),
		element('td', { class: 'statement' }, claimLink(claim.id), element('div', { class: 'meta wide' }, name(claim.why))),
		element('td', {}, chips(claim)),
		element('td', { class: 'number' }, String(claim.corroboration)),
		element('td', { class: 'number wide' }, String(claim.firsthand)),
		element('td', { class: 'number wide' }, number(claim.belief)),
		element('td', {}, claim.cleared ? 'yes' : 'no'));
}

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

function showList() {
	main.replaceChildren(
		element('div', { class: 'tools', role: 'search' },
			element('input', {
				type: 'search', id: 'words', placeholder: 'Search claims and sources', 'aria-label': 'Search claims and sources', value: state.words,
				oninput: event => { state.words = event.target.value; fillList(); },
			}),
			choice('status', 'Status', [['', 'any'], ...Object.entries(STATUS)]),
			choice('only', 'Only', [['', 'all'], ['cleared', 'cleared'], ['open', 'not cleared'], ['disputed', 'disputed']]),
			element('span', { id: 'found', class: 'meta', 'aria-live': 'polite' })),
		element('table', {},
			element('thead', {}, element('tr', {}, COLUMNS.map(column =>
				element('th', { id: 'column-' + column.key, scope: 'col', class: column.className },
					element('button', { type: 'button', onclick: () => sortBy(column.key) }, column.title))))),
			element('tbody', { id: 'rows' })));
	fillList();
}

// ---- One claim

function drawing(claim) {
	const parsed = new DOMParser().parseFromString(claim.drawing, 'image/svg+xml').documentElement;
	return element('figure', {}, parsed.nodeName === 'svg' ? document.importNode(parsed, true) : 'This drawing cannot be shown.');
}

function attestation(said) {
	const about = [
		said.document && ['in ', said.document.url && /^https?:/.test(said.document.url) ?
			element('a', { href: said.document.url, rel: 'noreferrer noopener' }, name(said.document.headline || said.document.url)) :
			name(said.document.headline || 'a document')],
		said.at !== undefined && ['written down ', moment(said.at)],
		said.state === 'pending' && 'waits to be accepted',
		said.state === 'retracted' && ['retracted', said.reason && [': ', name(said.reason)]],
		said.state === 'replaced' && 'replaced by a later statement',
	].filter(Boolean);
	return element('li', {},
		element('code', { class: said.state === 'counts' ? null : 'gone' }, name(said.said)),
		said.quote && element('blockquote', { lang: said.language }, name(said.quote)),
		about.length > 0 && element('div', { class: 'meta' }, separated(about, ' · ').flat(3)));
}

function happening(event) {
	const words = { raised: 'flag raised', withdrawn: 'flag withdrawn', disputed: 'disputed', settled: 'no longer disputed', confirm: 'confirmed by an editor', hold: 'held back', release: 'ruling ended' };
	return element('li', { class: event.change },
		element('strong', {}, words[event.change] || event.change), ' ', moment(event.at),
		event.cause && element('div', { class: 'meta' }, name(event.cause)),
		event.to && element('div', { class: 'meta' }, `${STATUS[event.from]} → ${STATUS[event.to]}, ${event.corroboration} independent`));
}

const list = (items, make, none) => items.length ? element('ul', { class: 'plain' }, items.map(make)) : element('p', { class: 'empty' }, none);

function showClaim(claim) {
	main.replaceChildren(element('section', { class: 'page' },
		element('p', { class: 'back' }, element('a', { href: '#claims' }, '← all claims')),
		element('h2', { tabindex: '-1' }, name(claim.statement)),
		claim.question && element('p', { class: 'meta' }, name(claim.question), claim.answer && [' ', name(claim.answer)]),
		element('p', {}, chips(claim), ' ', element('span', { class: 'chip ' + (claim.cleared ? 'corroborated' : 'unsupported') }, claim.cleared ? 'cleared' : 'not cleared')),
		element('p', { class: 'why' }, name(claim.why)),
		drawing(claim),
		element('dl', {},
			element('dt', {}, 'independent sources'), element('dd', {}, `${claim.corroboration}; counting only what is known first-hand: ${claim.firsthand}`),
			element('dt', {}, 'denied by'), element('dd', {}, String(claim.contradiction)),
			element('dt', {}, 'support'), element('dd', {}, number(claim.support)),
			element('dt', {}, 'belief'), element('dd', {}, number(claim.belief)),
			element('dt', {}, 'sources'), element('dd', {}, separated(claim.sources.map(sourceLink), ', ')),
			element('dt', {}, 'evidence'), element('dd', {}, element('code', {}, claim.evidence))),
		element('h3', {}, 'Who said so'), list(claim.said, attestation, 'Nobody has said anything yet.'),
		element('h3', {}, 'History of the flag'),
		claim.events.length ? element('ol', { class: 'timeline' }, claim.events.map(happening)) : element('p', { class: 'empty' }, 'It was never raised.'),
		element('h3', {}, 'Published in'),
		list(claim.published, item => element('li', {}, name(item.headline || 'a document'), ' ', moment(item.at)), 'Nothing of ours has used it.')));
}

// ---- Sources

function showSources() {
	main.replaceChildren(
		element('p', { class: 'meta' }, 'What if a source were discredited? The last column says how many flags would fall.'),
		element('table', {},
			element('thead', {}, element('tr', {}, ['Source', 'Kind', 'Reliability', 'Claims', 'Flags that would fall'].map((title, i) =>
				element('th', { scope: 'col', class: i > 1 ? 'number' : null }, title)))),
			element('tbody', {}, board.sources.map(source => element('tr', {},
				element('td', {}, sourceLink(source.key), source.name && [' ', element('span', { class: 'meta' }, name(source.name))]),
				element('td', {}, source.kind),
				element('td', { class: 'number' }, number(source.reliability)),
				element('td', { class: 'number' }, String(source.claims.length)),
				element('td', { class: 'number' }, String(source.without.filter(change => change.falls).length)))))));
}

function showSource(source) {
	main.replaceChildren(element('section', { class: 'page' },
		element('p', { class: 'back' }, element('a', { href: '#sources' }, '← all sources')),
		element('h2', { tabindex: '-1' }, name(source.key)),
		element('dl', {},
			source.name && [element('dt', {}, 'name'), element('dd', {}, name(source.name))],
			element('dt', {}, 'kind'), element('dd', {}, source.kind),
			element('dt', {}, 'reliability'), element('dd', {}, source.reliability === 0 ? 'discredited' : source.reliability === null ? 'not rated' : number(source.reliability)),
			source.affiliations.length > 0 && [element('dt', {}, 'counts with'), element('dd', {}, separated(source.affiliations.map(name), ', '))]),
		element('h3', {}, 'What if it were discredited?'),
		list(source.without, change => element('li', {}, claimLink(change.claim), ' ', statusChip(change.from), ' → ', statusChip(change.to),
			change.falls && element('strong', { class: 'against' }, ' the flag falls')), 'No claim would change.'),
		element('h3', {}, 'All that rests on it'),
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
	}
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
		const links = [...main.querySelectorAll('tbody a')];
		if (links.length === 0) return;
		state.at = Math.min(Math.max(state.at + (event.key === 'j' ? 1 : -1), 0), links.length - 1);
		links[state.at].focus();
	}
}

addEventListener('hashchange', show);
addEventListener('keydown', onKey);
show();
