/** A piece of Lit's published code, and what stands there instead. */
type Piece = readonly [piece: string, instead: string];

/** Style sheets without `adoptedStyleSheets` (older browsers than ours), with values in them, or from several places. */
const STYLES: readonly Piece[] = [
  [
    'const t=globalThis,e=t.ShadowRoot&&(void 0===t.ShadyCSS||t.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype',
    'const t=0,e=!0',
  ],
  [
    'constructor(t,e,o){if(this._$cssResult$=!0,o!==s)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}',
    'constructor(t){this.cssText=t}',
  ],
  [
    'let t=this.o;const s=this.t;if(e&&void 0===t){const e=void 0!==s&&1===s.length;e&&(t=o.get(s)),void 0===t&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),e&&o.set(s,t))}return t',
    'return this.o||(this.o=new CSSStyleSheet).replaceSync(this.cssText),this.o',
  ],
  ['toString(){return this.cssText}', ''],
  [
    `(t,...e)=>{const o=1===t.length?t[0]:e.reduce((e,s,o)=>e+(t=>{if(!0===t._$cssResult$)return t.cssText;if("number"==typeof t)return t;throw Error("Value passed to 'css' function must be a 'css' function result: "+t+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(s)+t[o+1],t[0]);return new n(o,t,s)}`,
    't=>new n(t[0])',
  ],
];

/** Polyfills, and the count of Lits on a page. */
const COUNTED: readonly Piece[] = [
  ['a=globalThis,c=a.trustedTypes,l=c?c.emptyScript:"",p=a.reactiveElementPolyfillSupport,', ''],
  [
    'y.elementStyles=[],y.shadowRootOptions={mode:"open"},y[d("elementProperties")]=new Map,y[d("finalized")]=new Map,p?.({ReactiveElement:y}),(a.reactiveElementVersions??=[]).push("2.1.2");',
    '',
  ],
];

/** Decorators, initializers, accessors of our own, properties without an attribute, classes that inherit properties. */
const DECLARING: readonly Piece[] = [
  ['Symbol.metadata??=Symbol("metadata"),a.litPropertyMetadata??=new WeakMap;', ''],
  ['static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}', ''],
  [
    'return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,s=b){if(s.state&&(s.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((s=Object.create(s)).wrapped=!0),this.elementProperties.set(t,s),!s.noAccessor){const i=Symbol(),h=this.getPropertyDescriptor(t,i,s);void 0!==h&&e(this.prototype,t,h)}}static getPropertyDescriptor(t,s,i){const{get:e,set:r}=h(this.prototype,t)??{get(){return this[s]},set(t){this[s]=t}};return{get:e,set(s){const h=e?.call(this);r?.call(this,s),this.requestUpdate(t,h,i)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??b}static _$Ei(){if(this.hasOwnProperty(d("elementProperties")))return;const t=n(this);t.finalize(),void 0!==t.l&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(d("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(d("properties"))){const t=this.properties,s=[...r(t),...o(t)];for(const i of s)this.createProperty(i,t[i])}const t=this[Symbol.metadata];if(null!==t){const s=litPropertyMetadata.get(t);if(void 0!==s)for(const[t,i]of s)this.elementProperties.set(t,i)}this._$Eh=new Map;for(const[t,s]of this.elementProperties){const i=this._$Eu(t,s);void 0!==i&&this._$Eh.set(i,t)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(s){const i=[];if(Array.isArray(s)){const e=new Set(s.flat(1/0).reverse());for(const s of e)i.unshift(t(s))}else void 0!==s&&i.push(t(s));return i}static _$Eu(t,s){const i=s.attribute;return!1===i?void 0:"string"==typeof i?i:"string"==typeof t?t.toLowerCase():void 0}',
    'if(!this._$Eh){this._$Eh=new Map;for(const[t,s]of Object.entries(this.properties)){const h=Symbol();e(this.prototype,t,{get(){return this[h]},set(e){i(this[h],e)||(this[h]=e,this.C(t,s),this.requestUpdate())},configurable:!0,enumerable:!0}),this._$Eh.set(s.attribute??t.toLowerCase(),t)}}return[...this._$Eh.keys()]}',
  ],
  [
    '_$E_(){const t=new Map,s=this.constructor.elementProperties;for(const i of s.keys())this.hasOwnProperty(i)&&(t.set(i,this[i]),delete this[i]);t.size>0&&(this._$Ep=t)}',
    '',
  ],
];

/** Converters and attribute types but text and Boolean; properties that are reflected and have a default or another name. */
const ATTRIBUTES: readonly Piece[] = [
  [
    '_$ET(t,s){const i=this.constructor.elementProperties.get(t),e=this.constructor._$Eu(t,i);if(void 0!==e&&!0===i.reflect){const h=(void 0!==i.converter?.toAttribute?i.converter:u).toAttribute(s,i.type);this._$Em=t,null==h?this.removeAttribute(e):this.setAttribute(e,h),this._$Em=null}}',
    '_$ET(t,s){this._$Em=t,this.constructor.properties[t].type===Boolean?this.toggleAttribute(t,!!s):null==s?this.removeAttribute(t):this.setAttribute(t,s),this._$Em=null}',
  ],
  [
    'this._$AK(t,i)}',
    'const e=this.constructor,h=e._$Eh.get(t);if(this._$Em!==h){this._$Em=h;const t=e.properties[h].type===Boolean?null!==i:i;this[h]=t??this._$Ej.get(h)??t,this._$Em=null}}',
  ],
  [
    '_$AK(t,s){const i=this.constructor,e=i._$Eh.get(t);if(void 0!==e&&this._$Em!==e){const t=i.getPropertyOptions(e),h="function"==typeof t.converter?{fromAttribute:t.converter}:void 0!==t.converter?.fromAttribute?t.converter:u;this._$Em=e;const r=h.fromAttribute(s,t.type);this[e]=r??this._$Ej?.get(e)??r,this._$Em=null}}',
    '',
  ],
  [
    'requestUpdate(t,s,i,e=!1,h){if(void 0!==t){const r=this.constructor;if(!1===e&&(h=this[t]),i??=r.getPropertyOptions(t),!((i.hasChanged??f)(h,s)||i.useDefault&&i.reflect&&h===this._$Ej?.get(t)&&!this.hasAttribute(r._$Eu(t,i))))return;this.C(t,s,i)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(t,s,{useDefault:i,reflect:e,wrapped:h},r){i&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,r??s??this[t]),!0!==h||void 0!==r)||(this._$AL.has(t)||(this.hasUpdated||i||(s=void 0),this._$AL.set(t,s)),!0===e&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}',
    'requestUpdate(){this.isUpdatePending||(this._$ES=this._$EP())}C(t,{useDefault:s,reflect:i}){s&&!this._$Ej.has(t)?this._$Ej.set(t,this[t]):(this._$AL.set(t),i&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}',
  ],
];

/** Hooks that we do not use, whether there was an update before, and what a changed property was before. */
const UPDATING: readonly Piece[] = [
  [
    'this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}',
    'this._$Ep=new Map,this._$Ej=new Map,this._$ES=new Promise(t=>this.enableUpdating=t),this._$EM();for(const t in this.constructor.properties)this.hasOwnProperty(t)&&(this._$Ep.set(t,this[t]),delete this[t]);this.requestUpdate()}',
  ],
  [',void 0!==this.renderRoot&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}', '}'],
  [
    'this.attachShadow(this.constructor.shadowRootOptions);return s(t,this.constructor.elementStyles),t}',
    'this.attachShadow({mode:"open"});return t.adoptedStyleSheets=[this.constructor.styles.styleSheet],t}',
  ],
  [
    ',this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}',
    '}disconnectedCallback(){}',
  ],
  [
    'const t=this.scheduleUpdate();return null!=t&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(const[t,s]of this._$Ep)this[t]=s;this._$Ep=void 0}const t=this.constructor.elementProperties;if(t.size>0)for(const[s,i]of t){const{wrapped:t}=i,e=this[s];!0!==t||this._$AL.has(s)||void 0===e||this.C(s,void 0,i,e)}}let t=!1;const s=this._$AL;try{t=this.shouldUpdate(s),t?(this.willUpdate(s),this._$EO?.forEach(t=>t.hostUpdate?.()),this.update(s)):this._$EM()}catch(s){throw t=!1,this._$EM(),s}t&&this._$AE(s)}willUpdate(t){}_$AE(t){this._$EO?.forEach(t=>t.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}',
    'this._$Ep.forEach((t,s)=>this[s]=t),this._$Ep.clear();const t=this._$AL;try{this._$EO?.forEach(t=>t.hostUpdate()),this.update()}catch(t){throw this._$EM(),t}return this._$EO?.forEach(t=>t.hostUpdated()),this.updated(t),!this.isUpdatePending}',
  ],
  [
    'return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){',
    'return this._$ES}update(){',
  ],
  ['updated(t){}firstUpdated(t){}', ''],
];

/** Polyfills again, parts that want to know whether they are in the page, and places to draw but the end of the root. */
const ELEMENT: readonly Piece[] = [
  [
    'constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){const t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){const r=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=e(r,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return r}}i._$litElement$=!0,i["finalized"]=!0,s.litElementHydrateSupport?.({LitElement:i});const o=s.litElementPolyfillSupport;o?.({LitElement:i});',
    'update(){const t=this.render();super.update(),e(t,this.renderRoot)}}',
  ],
  ['const s=globalThis;', ''],
  ['(s.litElementVersions??=[]).push("4.2.2");', ''],
  [',n as _$LE', ''],
  ['const n={_$AK:(t,e,r)=>{t._$AK(e,r)},_$AL:t=>t._$AL};', ''],
];

/**
 * Where the values of a template stand: our templates, minified, have them as the whole value of an attribute and between
 * tags only; none has a comment, and no text ends in `=`. `lean-lit.test.ts` holds this reading to Lit's own.
 */
const READING: readonly Piece[] = [
  [
    ',f="[ \\t\\n\\f\\r]",v=/<(?:(!--|\\/[^a-zA-Z])|(\\/?[a-zA-Z][^>\\s]*)|(\\/?$))/g,_=/-->/g,m=/>/g,p=RegExp(`>|${f}(?:([^\\\\s"\'>=/]+)(${f}*=${f}*(?:[^ \\t\\n\\f\\r"\'\\`<>=]|("|\')|))|$)`,"g"),g=/\'/g,$=/"/g,y=/^(?:script|style|textarea|title)$/i',
    '',
  ],
  ['a=t=>null===t||"object"!=typeof t&&"function"!=typeof t', 'a=t=>Object(t)!==t'],
  [
    'const N=(t,i)=>{const s=t.length-1,e=[];let n,l=2===i?"<svg>":3===i?"<math>":"",c=v;for(let i=0;i<s;i++){const s=t[i];let a,u,d=-1,f=0;for(;f<s.length&&(c.lastIndex=f,u=c.exec(s),null!==u);)f=c.lastIndex,c===v?"!--"===u[1]?c=_:void 0!==u[1]?c=m:void 0!==u[2]?(y.test(u[2])&&(n=RegExp("</"+u[2],"g")),c=p):void 0!==u[3]&&(c=p):c===p?">"===u[0]?(c=n??v,d=-1):void 0===u[1]?d=-2:(d=c.lastIndex-u[2].length,a=u[1],c=void 0===u[3]?p:\'"\'===u[3]?$:g):c===$||c===g?c=p:c===_||c===m?c=v:(c=p,n=void 0);const x=c===p&&t[i+1].startsWith("/>")?" ":"";l+=c===v?s+r:d>=0?(e.push(a),s.slice(0,d)+h+s.slice(d)+o+x):s+o+(-2===d?i:x)}return[V(t,l+(t[s]||"<?>")+(2===i?"</svg>":3===i?"</math>":"")),e]};',
    'const N=t=>{const s=t.reduce((t,s)=>t.replace(/(="?)?$/,t=>t?h+t+o:r)+s);return V(t,t.at(-1)?s:s+"<?>")};',
  ],
  [
    'constructor({strings:t,_$litType$:i},e){let r;this.parts=[];let l=0,a=0;const u=t.length-1,d=this.parts,[f,v]=N(t,i);if(this.el=S.createElement(f,e),P.currentNode=this.el.content,2===i||3===i){const t=this.el.content.firstChild;t.replaceWith(...t.childNodes)}for(;null!==(r=P.nextNode())&&d.length<u;){if(1===r.nodeType){if(r.hasAttributes())for(const t of r.getAttributeNames())if(t.endsWith(h)){const i=v[a++],s=r.getAttribute(t).split(o),e=/([.?@])?(.*)/.exec(i);d.push({type:1,index:l,name:e[2],strings:s,ctor:"."===e[1]?I:"?"===e[1]?L:"@"===e[1]?z:H}),r.removeAttribute(t)}else t.startsWith(o)&&(d.push({type:6,index:l}),r.removeAttribute(t));if(y.test(r.tagName)){const t=r.textContent.split(o),i=t.length-1;if(i>0){r.textContent=s?s.emptyScript:"";for(let s=0;s<i;s++)r.append(t[s],c()),P.nextNode(),d.push({type:2,index:++l});r.append(t[i],c())}}}else if(8===r.nodeType)if(r.data===n)d.push({type:2,index:l});else{let t=-1;for(;-1!==(t=r.data.indexOf(o,t+1));)d.push({type:7,index:l}),t+=o.length-1}l++}}static createElement(t,i){const s=l.createElement("template");return s.innerHTML=t,s}}',
    'constructor({strings:t}){let i,s=0;const e=this.parts=[];for(this.el=l.createElement("template"),this.el.innerHTML=N(t),P.currentNode=this.el.content;(i=P.nextNode())&&e.length<t.length-1;){if(1===i.nodeType){for(const r of i.getAttributeNames())if(r.endsWith(h)){const h=/([.?@]?)(\\S+)="?$/.exec(t[e.length]);e.push({index:s,name:h[2],ctor:"."===h[1]?I:"?"===h[1]?L:"@"===h[1]?z:H}),i.removeAttribute(r)}}else i.data===n&&e.push({index:s});s++}}}',
  ],
];

/**
 * Directives, and what only they ask of a part; nodes and iterators as values; compiled templates; attributes of several
 * values, or whose value is an object; listeners with options, or with a `this`.
 */
const PARTS: readonly Piece[] = [
  [
    'function M(t,i,s=t,e){if(i===E)return i;let h=void 0!==e?s._$Co?.[e]:s._$Cl;const o=a(i)?void 0:i._$litDirective$;return h?.constructor!==o&&(h?._$AO?.(!1),void 0===o?h=void 0:(h=new o(t),h._$AT(t,s,e)),void 0!==e?(s._$Co??=[])[e]=h:s._$Cl=h),void 0!==h&&(i=M(t,h._$AS(t,i.values),h,e)),i}',
    '',
  ],
  [
    'constructor(t,i){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=i}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){const{el:{content:i},parts:s}=this._$AD,e=(t?.creationScope??l).importNode(i,!0);P.currentNode=e;let h=P.nextNode(),o=0,n=0,r=s[0];for(;void 0!==r;){if(o===r.index){let i;2===r.type?i=new k(h,h.nextSibling,this,t):1===r.type?i=new r.ctor(h,r.name,r.strings,this,t):6===r.type&&(i=new Z(h,this,t)),this._$AV.push(i),r=s[++n]}o!==r?.index&&(h=P.nextNode(),o++)}',
    'constructor(t){this._$AV=[],this._$AD=t}u(){const{el:{content:i},parts:s}=this._$AD,e=l.importNode(i,!0);P.currentNode=e;let h,o=0;for(const t of s){for(;o<=t.index;o++)h=P.nextNode();this._$AV.push(t.ctor?new t.ctor(h,t.name):new k(h,h.nextSibling))}',
  ],
  [
    'let i=0;for(const s of this._$AV)void 0!==s&&(void 0!==s.strings?(s._$AI(t,s,i),i+=s.strings.length-2):s._$AI(t[i])),i++}}',
    'this._$AV.forEach((s,i)=>s._$AI(t[i]))}}',
  ],
  [
    'get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,i,s,e){this.type=2,this._$AH=A,this._$AN=void 0,this._$AA=t,this._$AB=i,this._$AM=s,this.options=e,this._$Cv=e?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode;const i=this._$AM;return void 0!==i&&11===t?.nodeType&&(t=i.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,i=this){t=M(this,t,i),a(t)?t===A||null==t||""===t?(this._$AH!==A&&this._$AR(),this._$AH=A):t!==this._$AH&&t!==E&&this._(t):void 0!==t._$litType$?this.$(t):void 0!==t.nodeType?this.T(t):d(t)?this.k(t):this._(t)}',
    'constructor(t,i){this._$AH=A,this._$AA=t,this._$AB=i}_$AI(t){a(t)?t===A||null==t||""===t?(this._$AH!==A&&this._$AR(),this._$AH=A):t!==this._$AH&&this._(t):t._$litType$?this.$(t):u(t)?this.k(t):this._(t)}',
  ],
  ['T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}', 'T(t){this._$AR(),this.O(t)}'],
  [
    '{values:i,_$litType$:s}=t,e="number"==typeof s?this._$AC(t):(void 0===s.el&&(s.el=S.createElement(V(s.h,s.h[0]),this.options)),s);',
    '{values:i}=t,e=this._$AC(t);',
  ],
  ['new R(e,this),s=t.u(this.options)', 'new R(e),s=t.u()'],
  ['new k(this.O(c()),this.O(c()),this,this.options)', 'new k(this.O(c()),this.O(c()))'],
  [
    'for(this._$AP?.(!1,!0,s);t!==this._$AB;){const s=i(t).nextSibling;i(t).remove(),t=s}}setConnected(t){void 0===this._$AM&&(this._$Cv=t,this._$AP?.(t))}',
    'for(;t!==this._$AB;){const s=t.nextSibling;t.remove(),t=s}}',
  ],
  [
    'get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,i,s,e,h){this.type=1,this._$AH=A,this._$AN=void 0,this.element=t,this.name=i,this._$AM=e,this.options=h,s.length>2||""!==s[0]||""!==s[1]?(this._$AH=Array(s.length-1).fill(new String),this.strings=s):this._$AH=A}_$AI(t,i=this,s,e){const h=this.strings;let o=!1;if(void 0===h)t=M(this,t,i,0),o=!a(t)||t!==this._$AH&&t!==E,o&&(this._$AH=t);else{const e=t;let n,r;for(t=h[0],n=0;n<h.length-1;n++)r=M(this,e[s+n],i,n),r===E&&(r=this._$AH[n]),o||=!a(r)||r!==this._$AH[n],r===A?t=A:t!==A&&(t+=(r??"")+h[n+1]),this._$AH[n]=r}o&&!e&&this.j(t)}',
    'constructor(t,i){this._$AH=A,this.element=t,this.name=i}_$AI(t){t!==this._$AH&&this.j(this._$AH=t)}',
  ],
  [
    'constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===A?void 0:t}',
    'j(t){this.element[this.name]=t}',
  ],
  [
    'constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==A)}',
    'j(t){this.element.toggleAttribute(this.name,!!t)}',
  ],
  [
    'constructor(t,i,s,e,h){super(t,i,s,e,h),this.type=5}_$AI(t,i=this){if((t=M(this,t,i,0)??A)===E)return;const s=this._$AH,e=t===A&&s!==A||t.capture!==s.capture||t.once!==s.once||t.passive!==s.passive,h=t!==A&&(s===A||e);e&&this.element.removeEventListener(this.name,this,s),h&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){"function"==typeof this._$AH?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}}class Z{constructor(t,i,s){this.element=t,this.type=6,this._$AN=void 0,this._$AM=i,this.options=s}get _$AU(){return this._$AM._$AU}_$AI(t){M(this,t)}}const j={M:h,P:o,A:n,C:1,L:N,R,D:d,V:M,I:k,H,N:L,U:z,B:I,F:Z},B=t.litHtmlPolyfillSupport;B?.(S,k),(t.litHtmlVersions??=[]).push("3.3.3");const D=(t,i,s)=>{const e=s?.renderBefore??i;let h=e._$litPart$;if(void 0===h){const t=s?.renderBefore??null;e._$litPart$=h=new k(i.insertBefore(c(),t),t,void 0,s??{})}return h._$AI(t),h};export{j as _$LH,',
    '_$AI(t){this._$AH===A&&this.element.addEventListener(this.name,this),this._$AH=t}handleEvent(t){this._$AH(t)}}const D=(t,i)=>{(i._$litPart$??=new k(i.appendChild(c()),null))._$AI(t)};export{',
  ],
];

/** What Lit carries for others, by file. What guards against forged templates stays. */
export const SPARED: Readonly<Record<string, readonly Piece[]>> = {
  'css-tag.js': STYLES,
  'reactive-element.js': [...COUNTED, ...DECLARING, ...ATTRIBUTES, ...UPDATING],
  'lit-element.js': ELEMENT,
  'lit-html.js': [...READING, ...PARTS],
};
