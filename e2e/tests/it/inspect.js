// What a tester asks of a page. Loaded by the tests alone.
(() => {
  const shown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden' && element.checkVisibility();
  const name = (element) => {
    const words = (element.getAttribute('aria-label') || element.textContent || element.value || '').trim().replace(/\s+/g, ' ').slice(0, 40);
    return `${element.localName}${element.id ? '#' + element.id : ''}${element.name ? '[' + element.name + ']' : ''} "${words}"`;
  };
  // A group of radio buttons is one stop; a box with a checked one stops there.
  const stop = (element) => (element.type === 'radio' ? `radio ${element.form?.action ?? ''} ${element.name}` : element);
  const controls = () => [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex]:not([tabindex="-1"])')]
    .filter((element) => !element.disabled && shown(element));
  const seen = (element) => {
    const boxes = [element, element.closest('label'), element.parentElement].filter(Boolean);
    // A card's link draws the ring around the whole card, by its ::after.
    const styles = boxes.flatMap((box) => [getComputedStyle(box), getComputedStyle(box, '::after')]);
    return styles.some((style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none');
  };
  window.tester = {
    reached: new Map(), faint: new Set(),
    watch() {
      this.reached.clear(); this.faint.clear();
      document.addEventListener('focusin', ({ target }) => {
        this.reached.set(stop(target), true);
        if (!seen(target)) this.faint.add(name(target));
      }, true);
      document.activeElement?.blur();
      window.scrollTo(0, 0);
    },
    missed() { return controls().filter((element) => !this.reached.has(stop(element))).map(name); },
    stops() { return new Set(controls().map(stop)).size; },
    wide() {
      const most = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= window.innerWidth) return [];
      const out = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > most + 1 && !element.closest('.table'));
      return [`${document.documentElement.scrollWidth} > ${window.innerWidth}: ${out.slice(0, 4).map(name).join('; ')}`];
    },
    manners() {
      const wrong = [];
      if (document.title.trim().length < 8) wrong.push(`title "${document.title}"`);
      if (!['id', 'en'].includes(document.documentElement.lang)) wrong.push(`lang "${document.documentElement.lang}"`);
      if (document.querySelectorAll('h1').length !== 1) wrong.push(`${document.querySelectorAll('h1').length} h1`);
      for (const element of document.querySelectorAll('*')) for (const { name: attribute } of element.attributes) if (/^on|^style$/.test(attribute)) wrong.push(`${name(element)} has ${attribute}`);
      if (document.querySelector('script:not([src])')) wrong.push('script inside the page');
      const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
      const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
      if (twice.length) wrong.push(`ids twice: ${twice.join(' ')}`);
      return wrong;
    },
    weight() {
      const [page] = performance.getEntriesByType('navigation');
      const all = [page, ...performance.getEntriesByType('resource')];
      // One file asked for twice crosses the wire once; the manifest comes when the page is long complete.
      const requests = all.filter((entry) => entry.transferSize > 0 && !entry.name.endsWith('.webmanifest')).length;
      return { bytes: all.reduce((sum, entry) => sum + entry.transferSize, 0), requests, names: all.map((entry) => `${entry.name} ${entry.transferSize}`),
        foreign: all.map((entry) => entry.name).filter((address) => new URL(address).origin !== location.origin), fonts: document.fonts.size };
    },
    async axe() {
      const { violations } = await axe.run(document, { resultTypes: ['violations'] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target.join(' ')} (${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''})`).join('; ')}`);
    },
  };
})();
