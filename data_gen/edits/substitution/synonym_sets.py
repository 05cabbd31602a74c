"""Words that say the same in almost every context: what substitution.synonym puts in each other's place.

A pair is listed once and serves both ways; `a>b` serves one way only, where b has another common sense. What
follows
a colon restricts the pair. Verbs: o only with an object, i only without one, x only with a "to" infinitive, c
with an
object or a clause. Adjectives: a only before a noun, p only as a predicate. Nouns: + also before another
noun.
"""

from ..wordbook import ADJECTIVE, ADVERB, NOUN, VERB

_VERBS = """
    buy/purchase:o begin/start:x begin>start:i begin>start:o commence>begin assist>help:o obtain>get:o
    attempt/try:x permit/allow:o terminate>end:o construct>build:o repair>fix:o choose/select:o
    inform/notify:o demonstrate>show:c utilize>use:o utilise>use:o reside>live:i depart>leave:i
    inquire>ask:i respond>reply:i reply>respond:i remain>stay:i occur/happen:i postpone/put_off:o
    postpone/delay:o discard/throw_away:o investigate/look_into:o establish/set_up:o resemble>look_like:o
    contact/get_in_touch_with:o modify/alter:o eliminate>get_rid_of:o diminish/lessen:o
    prohibit/forbid:o prohibit>ban:o halt>stop:o cease>stop:i gather/collect:o resign/step_down:i
    manufacture>produce:o distribute>hand_out:o examine>inspect:o examine/look_at:o
    require>need:o possess>have:o vanish/disappear:i perish>die:i donate>give:o
    grasp>understand:o comprehend>understand:o annoy>irritate:o assemble>put_together:o
    extinguish>put_out:o tolerate>put_up_with:o sketch>draw:o forecast>predict:c
    anticipate>expect:c ascertain>find_out:c presume>assume:c assert>claim:c adore>love:o
    loathe>hate:o detest>hate:o despise>hate:o mend>repair:o amend>change:o revise>change:o
    alter>change:o allocate>assign:o rectify>correct:o clarify>make_clear:o reimburse>refund:o
    evict>throw_out:o remunerate>pay:o endeavor>try:x endeavour>try:x desire>want:x strive>try:x
    decline>refuse:x seek>try:x hasten>hurry:i slumber>sleep:i converse>talk:i
    disclose>reveal:o emphasize/stress:c emphasise/stress:c underscore/highlight:o decrease/reduce:o
    soar>rise_sharply:i plummet>fall_sharply:i erect>put_up:o injure/hurt:o shut>close:o phone>call:o
    retain>keep:o relinquish>give_up:o renounce>give_up:o recollect>remember:c mention>refer_to:o
    cite>quote:o illustrate>show:c stem>come:i dwell>live:i
    conduct>carry_out:o omit>leave_out:o chase>run_after:o encounter>come_across:o ponder>think_about:o
    await>wait_for:o reject/turn_down:o call_off>cancel:o submit/hand_in:o accomplish/achieve:o
    attain>achieve:o fulfil>meet:o finance>fund:o fund>finance:o
"""
_NOUNS = """
    physician/doctor attorney/lawyer automobile/car film/movie error/mistake kid>child adolescent/teenager
    garbage/trash:+ baby/infant sofa/couch airplane/plane photograph/photo photograph/picture
    telephone/phone:+ apartment>flat sickness/illness purchaser/buyer vendor/seller author/writer
    reply>response outcome>result component>part portion>part beginning/start benefit>advantage
    drawback/disadvantage obstacle/hurdle statute>law nation/country
    liberty/freedom comment/remark website>site bathroom/restroom elevator>lift truck/lorry
    soccer>football:+ pharmacy/drugstore spectacles>glasses trousers/pants parcel>package
    invoice>bill refund/reimbursement deadline/due_date expert/specialist policeman/police_officer
    fireman/firefighter stewardess/flight_attendant postman/mail_carrier salesman/salesperson
    spokesman/spokesperson chairman/chairperson employee/staff_member salary/pay
    residence>home dwelling>home occupation>job remedy/cure guarantee/warranty help/assistance
    aid/assistance query>question reimbursement>repayment goal/aim objective/goal hazard/danger
    peril>danger foe/enemy pal>friend buddy>friend disaster/catastrophe quarrel>argument bravery/courage
    necessity>need scarcity>shortage remainder/rest
    viewpoint/point_of_view opinion/view notion>idea cash>money journey/trip voyage>trip pupil>student
    instructor>teacher educator>teacher laborer>worker labourer>worker supervisor>manager
    inmate/prisoner uprising/revolt rebellion>uprising rubbish>trash
    clothing>clothes garment>piece_of_clothing merchandise>goods cargo/freight:+
    donation>contribution narrative>story melody>tune cellphone/mobile_phone webpage>page
    tumour/tumor hypertension/high_blood_pressure adolescent>teen
"""
_ADJECTIVES = """
    large/big wealthy>rich crucial/vital rapid/quick:a rapid/fast:a difficult/hard:p incorrect/wrong:p
    correct/right:p glad/happy:p ill/sick:p entire/whole:a costly/expensive annual/yearly:a
    principal>main:a huge/enormous dangerous/hazardous harmful>damaging numerous/many:a additional/extra:a
    prior/previous:a strange/odd weird/strange scared/afraid:p intelligent/smart intelligent/clever
    stupid/foolish brave/courageous mandatory/compulsory deceased>dead fatal/deadly lethal/deadly
    damp/moist complicated/complex genuine/real fake/counterfeit untrue/false affluent/wealthy
    overseas>foreign:a lengthy>long brief>short:a appropriate/suitable essential/necessary:p
    inexpensive/cheap rare/uncommon unwilling/reluctant drunk/intoxicated vacant/unoccupied
    evident/obvious evident/clear:p apparent/obvious:p unlawful/illegal lawful/legal
    famous>well_known renowned/famous gigantic/enormous minuscule/tiny feeble/weak pleased/happy:p
    precise>exact exact>precise erroneous/incorrect contemporary/modern prosperous/wealthy
    impoverished>poor identical>the_same:p probable>likely:p feasible>possible impracticable>impractical
    prevalent/widespread reliable/dependable truthful>honest courteous/polite impolite/rude
    lucky/fortunate unlucky/unfortunate outdated/out_of_date suitable>appropriate vital>essential
    sole>only:a chief>main:a initial>first:a subsequent>later:a present>current:a peculiar>odd
    toxic/poisonous
"""
_ADVERBS = """
    approximately/roughly quickly/rapidly frequently/often rarely/seldom mainly/primarily mainly/chiefly
    immediately/right_away immediately/at_once perhaps/maybe certainly/definitely completely/entirely
    totally/completely fully/completely wholly/entirely partly/partially exclusively/solely
    deliberately/intentionally deliberately/on_purpose accidentally/by_accident
    simultaneously/at_the_same_time annually/every_year considerably/substantially suddenly/abruptly
    silently/quietly abroad/overseas luckily/fortunately sadly>unfortunately swiftly/quickly
    hastily>hurriedly gradually/little_by_little monthly>every_month weekly>every_week yearly>every_year
    usually/normally generally/usually typically/usually occasionally/now_and_then precisely>exactly
    exactly>precisely formerly>previously currently/at_present instantly/immediately
    straightaway>immediately wrongly>incorrectly mistakenly>by_mistake privately>in_private
    publicly>in_public secretly>in_secret daily>every_day purposely>deliberately
    unintentionally>accidentally markedly>considerably
"""

Option = tuple[str, str]
"""A synonym and its restriction ("" for none)."""


def _synonyms() -> dict[tuple[str, str], tuple[Option, ...]]:
    """Return {(part of speech, lemma): its synonyms, each with its restriction}."""
    found: dict[tuple[str, str], list[Option]] = {}
    for pos, table in ((ADJECTIVE, _ADJECTIVES), (VERB, _VERBS), (NOUN, _NOUNS), (ADVERB, _ADVERBS)):
        for entry in table.split():
            pair, _, restriction = entry.partition(":")
            first, mark, second = pair.partition("/") if "/" in pair else pair.partition(">")
            for a, b in ((first, second), (second, first)) if mark == "/" else ((first, second),):
                if "_" not in a:
                    found.setdefault((pos, a), []).append((b.replace("_", " "), restriction))
    return {key: tuple(options) for key, options in found.items()}


SYNONYMS = _synonyms()

# Words near enough in meaning that one in the place of the other is no near-miss: one line each.
_NEAR = """
    large big huge enormous vast great substantial considerable sizeable massive extensive significant major
    giant
    small little tiny minor modest minimal slight limited few moderate
    separate independent new another
    governmental official public state
    important significant crucial key vital essential critical central main major principal primary chief
    fundamental
    serious severe grave critical acute dangerous harmful strong
    good great excellent fine positive favorable favourable beneficial nice better best effective useful
    bad poor negative adverse harmful terrible
    new recent novel modern latest current contemporary fresh
    old former previous earlier past ancient prior elderly
    different various diverse distinct several multiple numerous many separate other further additional more
    extra
    similar same comparable equal equivalent identical
    quick fast rapid swift speedy prompt early immediate
    possible potential likely probable feasible
    clear obvious evident apparent distinct marked pronounced
    common general widespread usual normal typical frequent regular standard ordinary average
    entire whole complete full total overall all
    specific particular certain special individual single
    high higher increased elevated strong great greater large larger
    low lower reduced decreased weak small smaller less
    strong powerful robust potent intense
    global worldwide international
    local regional
    real actual true genuine
    famous popular notable prominent well-known prestigious
    beautiful pretty lovely attractive
    rich wealthy
    hard difficult tough
    simple easy basic
    necessary required needed essential
    young youthful
    legal lawful
    risk danger threat chance likelihood probability hazard
    effect impact influence consequence result outcome response action
    method approach technique way means procedure process strategy
    part component portion piece section segment share element aspect
    amount quantity number level volume rate total
    change alteration modification shift difference
    increase rise growth gain expansion
    decrease decline reduction drop fall loss
    problem issue difficulty trouble challenge matter concern
    plan proposal scheme program programme project strategy
    study investigation research trial analysis experiment survey work
    report paper article document account
    data information evidence finding result knowledge
    company firm business corporation enterprise organization organisation group
    house home residence building
    person people individual man woman human
    child kid boy girl
    place location site area region spot
    country nation state
    town city village
    road street
    war conflict battle fight
    job work task role position post
    money funds cash
    cost price expense fee charge payment
    goal aim objective target purpose
    reason cause factor
    help assistance support aid
    idea concept notion thought view opinion
    type kind sort form class category variety
    group team set collection
    side part
    start beginning
    power force strength authority control
    law rule regulation act statute legislation
    agreement deal contract accord treaty
    meeting conference session summit
    attack assault raid strike
    disease illness disorder sickness condition infection
    function activity role action
    patient subject participant individual case
    gene allele locus
    ability capacity capability
    production generation synthesis formation development
    development growth evolution formation
    movement motion
    use usage application
    book volume title
    picture photo image photograph
    song track single
    film movie
    street road avenue
    river stream
    leader head chief president chairman
    member part
    official officer
    worker employee staff
    buyer customer client consumer purchaser
    supply provision
    survival mortality death
    treatment therapy intervention
    mechanism pathway process
    protein molecule factor
    model system
    feature characteristic property trait attribute quality
    story tale account
    test examination exam assessment
    chance opportunity possibility
    period time era age phase stage
    end conclusion finish close
    award prize medal honour honor
    school college university academy
    speed rate pace
    pain discomfort
    army force troop military
    property asset
    question issue
"""


def _near() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _NEAR.strip().splitlines():
        words = line.split()
        for word in words:
            found.setdefault(word, set()).update(words)
    return {word: frozenset(some) for word, some in found.items()}


_NEAR_WORDS = _near()


def are_near(a: str, b: str) -> bool:
    """Whether two words may mean the same: listed, variants of each other, or one in the other."""
    if b in _NEAR_WORDS.get(a, ()) or a in b or b in a:
        return True
    shorter = min(len(a), len(b))
    return shorter >= 5 and a[:5] == b[:5]
