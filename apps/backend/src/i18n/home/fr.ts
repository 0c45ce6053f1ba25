import type { HomeMessages } from './home-messages.ts';

export const fr: HomeMessages = {
  title: 'Vos boutons de paiement',
  intro: 'Chaque offre, avec le bouton que vos clients verront et les lignes à coller dans votre site.',
  realMoney: 'Ces boutons sont réels\u00a0: un appui crée un vrai lien de paiement.',
  origins: 'Sites qui peuvent afficher le bouton\u00a0:',
  anyOrigin: 'tous',
  noOrigin: 'Aucun site ne peut encore afficher ces boutons. Indiquez l’adresse du vôtre dans ALLOWED_ORIGINS.',
  noOffers: 'Votre fichier d’offres est vide.',
  payPage: 'La page de paiement sans JavaScript',
  twoLines: 'À coller dans votre page',
  twoLinesNote:
    'La première ligne une fois par page, la seconde là où le bouton doit apparaître. Le bouton reste toujours à jour.',
  pinned: 'Version figée, avec empreinte',
  pinnedNote:
    'Le navigateur refuse ce fichier s’il a changé. Cette version reste servie après les mises à jour de ce service.',
  application: 'Dans une application (npm)',
  applicationNote: 'Pour React, Vue, Svelte, Angular ou tout autre assemblage.',
  policy: 'Si votre site envoie une Content-Security-Policy',
  policyNote: 'Voici tout ce dont le bouton a besoin. Ajoutez ces sources à celles de votre site.',
  trustedTypes: 'Si votre site exige aussi Trusted Types, ajoutez\u00a0:',
  copy: 'Copier',
  copied: 'Copié',
  selected: 'Sélectionné\u00a0: copiez au clavier',
  more: 'Aller plus loin',
  links: {
    docs: 'Référence de l’API',
    links: 'Liens créés',
    payments: 'Paiements',
    table: 'Paiements, pour un tableur',
    deliveries: 'Webhooks vers votre serveur',
    audit: 'Journal de l’administration',
    metrics: 'Mesures',
    ready: 'État du service',
  },
  merchantsOnly: 'Réservé au marchand',
  howToEnter:
    'Rechargez cette page, puis entrez un nom quelconque et, comme mot de passe, la valeur d’ADMIN_TOKEN de ce service.',
};
