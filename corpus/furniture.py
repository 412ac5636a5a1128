"""What page furniture looks like, line by line: buttons, menus, credits, copyright, notices.

The words are those of buttons and boxes that are common across the web, in several languages. They
count only when they are a whole line, or when they stick to the edge of one.
"""

from __future__ import annotations

import re

_BUTTONS = """
share|share this|share this article|share on|share via|share article|tweet|tweet this|pin|pin it|post
print|print this page|print article|email|email this|e-mail|save|save article|bookmark|copy link
copy url|link copied|copy|like|likes|dislike|reply|report|follow|follow us|following|subscribe
subscribe now|subscribe today|subscribe for free|unsubscribe|sign in|sign up|sign out|signin|signup
log in|log out|login|logout|register|join|join now|join us|my account|account|profile|settings
menu|main menu|navigation|toggle navigation|open menu|close menu|search|search this site|close|open
skip to content|skip to main content|skip navigation|skip to main|jump to content|home|homepage
back|back to top|go to top|scroll to top|top|to top|up|next|previous|prev|next article|previous article
next page|previous page|next post|previous post|more|read more|show more|load more|see more|view more
see all|view all|learn more|continue reading|read the full story|read full article|show less|less
text size|font size|a+|a-|a|aa|larger|smaller|increase font size|decrease font size|small|medium|large
listen|listen to this article|play|pause|mute|unmute|video|watch|fullscreen|full screen|loading
advertisement|advertisements|ad|ads|sponsored|sponsored content|promoted|paid content|advertise
newsletter|newsletters|get our newsletter|rss|rss feed|feed|podcast|podcasts|sitemap|site map
contact|contact us|about|about us|help|faq|privacy|privacy policy|cookie policy|cookie settings
cookies|terms|terms of use|terms of service|terms & conditions|terms and conditions|legal notice
imprint|accessibility|accessibility statement|careers|jobs|do not sell my personal information
accept|accept all|accept cookies|accept all cookies|reject|reject all|decline|manage preferences
manage cookies|i agree|agree|ok|got it|allow all|necessary only|dismiss|no thanks|not now|cancel|submit
facebook|twitter|x|linkedin|whatsapp|telegram|instagram|youtube|pinterest|reddit|threads|bluesky
mastodon|tiktok|kakaotalk|line|google news|flipboard|pocket|messenger|snapchat|naver|band|weibo|wechat
comment|comments|leave a comment|leave a reply|add a comment|post a comment|view comments|0 comments
no comments|write a comment|show comments|join the conversation|join the discussion
related|related articles|related stories|related posts|related topics|related news|related content
related links|recommended|recommended for you|you may also like|you might also like|more stories
more news|more from|most read|most popular|most viewed|trending|trending now|popular|popular posts
top stories|latest|latest news|latest stories|latest articles|editor's picks|editors' picks|don't miss
special coverage|more on this|more on this topic|more on this story|read next|up next|in this section
breaking news|live|tags|topics|category|categories|filed under|tagged|english|language|languages
dark mode|light mode|theme|download app|get the app|download our app|view in app|open app|gift article
gift this article|view in browser|image|photo|photos|gallery|slideshow|view gallery|enlarge image
photo gallery|all rights reserved|premium|exclusive|free trial|start free trial|donate|support us
본문 바로가기|본문바로가기|메뉴 바로가기|메뉴바로가기|주메뉴 바로가기|검색|검색하기|검색창 열기|닫기|열기|공유|공유하기|기사 공유
기사공유|로그인|로그아웃|회원가입|구독|구독하기|구독신청|인쇄|프린트|프린트하기|스크랩|댓글|댓글쓰기|댓글 쓰기|댓글 보기|답글|추천
비추천|좋아요|싫어요|신고|목록|이전|다음|이전글|다음글|이전기사|다음기사|맨위로|맨 위로|맨위로가기|위로|홈|전체메뉴|전체 메뉴|메뉴|더보기
글자크기|글자 크기|글자크기 조절|글씨크기|글자크기 설정|가|가가|글자 크게|글자 작게|크게|작게|가장 작게|가장 크게|페이스북|트위터|카카오톡
카카오스토리|네이버|밴드|네이버블로그|블로그|url복사|url 복사|주소복사|링크복사|링크 복사|기사 저장|기사듣기|음성으로 듣기|광고|관련기사|관련 기사
관련뉴스|많이 본 뉴스|많이 본 기사|많이본 기사|인기기사|인기 기사|주요뉴스|주요 뉴스|최신뉴스|최신 뉴스|추천 기사|추천기사|이 기사를 공유합니다
이 시각 주요뉴스|함께 보면 좋은 기사|개인정보처리방침|개인정보 처리방침|이용약관|저작권정책|사이트맵|오시는 길|기사제보|제보하기|고객센터|사진=|첨부파일
다운로드|바로보기|네이버에서 구독|언론사 구독|바로가기|한국어
teilen|artikel teilen|drucken|merken|artikel merken|anmelden|abmelden|registrieren|einloggen|suche
suchen|menü|menü öffnen|menü schließen|schließen|zum inhalt|zum inhalt springen|zum hauptinhalt
zur navigation|zur suche|startseite|nach oben|zurück|weiter|weiterlesen|mehr|mehr lesen|mehr anzeigen
mehr zum thema|lesen sie auch|auch interessant|das könnte sie auch interessieren|meistgelesen
kommentare|kommentar schreiben|kommentieren|abonnieren|jetzt abonnieren|newsletter abonnieren
impressum|datenschutz|datenschutzerklärung|agb|kontakt|über uns|hilfe|anzeige|werbung|vorlesen
schriftgröße|cookie-einstellungen|alle akzeptieren|akzeptieren|ablehnen|link kopieren|artikel drucken
themen|schlagwörter|bild vergrößern|per e-mail teilen|auf facebook teilen|auf x teilen|barrierefreiheit
gebärdensprache|leichte sprache|deutsch|seite drucken|seite teilen|inhaltsverzeichnis
partager|imprimer|s'abonner|je m'abonne|se connecter|connexion|rechercher|recherche|fermer|accueil
retour en haut|haut de page|lire la suite|lire plus|lire aussi|à lire aussi|voir plus|voir aussi
mentions légales|politique de confidentialité|nous contacter|publicité|commentaires|tout accepter
tout refuser|copier le lien|aller au contenu|s'inscrire|plan du site|français
compartir|imprimir|suscríbete|suscribirse|iniciar sesión|registrarse|buscar|cerrar|inicio|menú
volver arriba|leer más|ver más|seguir leyendo|aviso legal|política de privacidad|contacto|publicidad
comentarios|aceptar|aceptar todo|rechazar|copiar enlace|lea también|te puede interesar|ir al contenido
español|condividi|stampa|abbonati|accedi|cerca|chiudi|leggi anche|continua a leggere|commenti
compartilhar|assine|entrar|fechar|leia mais|leia também|comentários|delen|afdrukken|inloggen|zoeken
シェア|シェアする|共有|共有する|ツイート|印刷|印刷する|保存|保存する|ログイン|ログアウト|会員登録|新規登録|無料会員登録|検索|閉じる|メニュー|ホーム
トップ|トップへ戻る|ページトップへ|ページの先頭へ|本文へ|本文へ移動|本文へスキップ|メインコンテンツへ|続きを読む|もっと見る|もっと読む|一覧へ|一覧
前へ|次へ|前の記事|次の記事|関連記事|関連ニュース|おすすめ|おすすめ記事|人気記事|アクセスランキング|ランキング|広告|コメント|コメントする|お問い合わせ
プライバシーポリシー|個人情報保護方針|利用規約|サイトマップ|文字サイズ|文字サイズ変更|小|中|大|標準|拡大|縮小|フォローする|購読する|いいね|日本語
分享|分享到|收藏|打印|登录|注册|搜索|关闭|菜单|首页|返回顶部|阅读更多|更多|上一篇|下一篇|相关文章|相关新闻|相关阅读|推荐阅读|热门文章|评论|发表评论
关注|订阅|广告|联系我们|关于我们|隐私政策|使用条款|网站地图|字号|中文|简体中文|繁體中文|点赞|扫一扫|复制链接|分享文章
"""
BUTTONS = frozenset(
    word.strip() for line in _BUTTONS.strip().splitlines() for word in line.split("|")
)

# After these come teasers of other articles, until a paragraph begins.
TEASERS = frozenset(
    """related|related articles|related stories|related posts|related news|related content
recommended|recommended for you|you may also like|you might also like|more stories|more news|read next
most read|most popular|most viewed|trending|trending now|popular posts|top stories|latest news
latest stories|latest articles|editor's picks|editors' picks|don't miss|special coverage|up next
more on this|more on this topic|more on this story|관련기사|관련 기사|관련뉴스|많이 본 뉴스|많이 본 기사|많이본 기사|인기기사
인기 기사|주요뉴스|주요 뉴스|최신뉴스|최신 뉴스|추천 기사|추천기사|이 시각 주요뉴스|함께 보면 좋은 기사|mehr zum thema
lesen sie auch|auch interessant|das könnte sie auch interessieren|meistgelesen|à lire aussi|lire aussi
lea también|te puede interesar|leggi anche|leia também|関連記事|関連ニュース|おすすめ記事|人気記事|アクセスランキング
相关文章|相关新闻|相关阅读|推荐阅读|热门文章""".replace("\n", "|").split("|")
)

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_SPACES = re.compile(r"\s+")
_LETTER = re.compile(r"[^\W\d_]")
_IMAGE = re.compile(r"!\[[^\n]*?\]\([^\s)]*(?:\s[^)]*)?\)")
_LINK = re.compile(r"\[([^\]\n]*)\]\(([^)\s]*)[^)]*\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|<!--.*?-->", re.DOTALL)
_HANDLE = re.compile(r"(?:[@#/][^\s/]+|[#@]\S+(?:[\s,]+[#@]\S+)+|[a-z]+(?:_[a-z]+)+)$")
_COUNT = re.compile(
    r"(?:[\d.,]+[kKmM万천만]?\s*(?:views?|comments?|shares?|likes?|replies|reads?|votes?|followers|"
    r"min(?:ute)?s?\s+(?:read|de lecture)|Minuten Lesezeit|Min\. Lesezeit|分で読めます|分钟阅读|Kommentare?|"
    r"commentaires?|comentarios?|개|명)|"
    r"(?:views?|comments?|shares?|likes?|reading time|Lesezeit|조회수?|조회|댓글|추천|閲覧数|浏览|阅读|评论)"
    r"\s*[:：(]?\s*[\d.,]+[kKmM万천만]?\)?(?:\s*(?:min\w*\.?|분|分))?)$",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?:about\s+)?(?:\d+|an?)\s*(?:seconds?|min(?:ute)?s?|hours?|days?|weeks?|months?|years?|[smhdwy])"
    r"\s+ago$|(?:vor|il y a|hace)\s+\d+\s+\w+$|\d+\s*(?:초|분|시간|일|주|개월|년)\s*전$|\d+\s*(?:分|時間|小时|天|日)前$",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"all rights reserved|tous droits r[ée]serv|alle rechte vorbehalten|todos los derechos reserv|"
    r"tutti i diritti riserv|todos os direitos reserv|alle rechten voorbehouden|"
    r"무단\s?전재|재배포\s?금지|저작권자|無断転載|無断複製|版权所有|未经.{0,8}转载|著作権は",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:copyright\b|[©ⓒ]|\(c\)\s*(?:19|20)\d\d)", re.IGNORECASE)
_TRANSLATED = re.compile(
    r"\b(?:translat\w+|übersetz\w+|tradu\w+)\b.{0,60}\b(?:AI|A\.I\.|KI|IA|machine|automat\w+|"
    r"maschinell\w*|ChatGPT|DeepL|Google Translate|Papago)\b"
    r"|\b(?:AI|KI|IA|machine|machine-|automatic\w*|automatisch|maschinell)[ -].{0,20}"
    r"\b(?:translat\w+|übersetz\w+|tradu\w+)\b"
    r"|(?:AI|인공지능|기계|자동).{0,12}번역|번역.{0,12}(?:AI|인공지능|파파고)|(?:AI|機械|自動)翻訳|(?:AI|机器|人工智能)翻译",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"(?:[※*(\[]|\b(?:this|the)\s+(?:article|story|text|page|content|post|document|version)|"
    r"dieser|diese|cet|este|questo|이\s?(?:기사|글|문서|콘텐츠)|この(?:記事|文|ページ)|本(?:記事|文))",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:(?:please\s+)?(?:subscribe|sign up|join us|follow us|follow|like us|share your feedback|"
    r"share this|click here|tap here|download (?:the|our)|register (?:now|here|for)|"
    r"get (?:the|our) (?:latest|newsletter|app)|send us|contact us|tell us what you think|"
    r"enable javascript|support our|donate|read more|read also|also read|see also|watch|"
    r"listen to this|sign in to|log in to|have a (?:news )?tip|got a tip)\b"
    r"|(?:abonnieren sie|folgen sie uns|melden sie sich|lesen sie (?:auch|mehr)|jetzt (?:abonnieren|"
    r"anmelden|registrieren)|abonnez-vous|suivez-nous|inscrivez-vous|lire aussi|suscríbete|síguenos|"
    r"lea también|iscriviti|seguici|leggi anche|assine|siga-nos)"
    r"|.{0,30}(?:구독(?:하세요|해 주세요|과 좋아요)|팔로우하세요|제보(?:하세요|를 기다립니다)|フォローしてください|登録はこちら|"
    r"お問い合わせはこちら|关注我们|点击订阅|扫码关注))",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\s*(?:"
    r"(?:(?<=[.!?”\"')])|(?<=\s))/\s?(?:courtesy of\s+)?(?-i:[A-Z][\w.&-]*(?:\s[A-Z0-9][\w.&-]*){0,4})"
    r"|/\s?(?:연합뉴스|뉴스1|뉴시스|[가-힣]{2,8}\s?(?:제공|기자|뉴스|일보|신문))"
    r"|[(\[（]\s?(?:photo|image|picture|source|credit|foto|bild|quelle|crédit|fuente|사진|출처|이미지|写真|画像|出典|图|图片"
    r"|courtesy)[^()\[\]（）\n]{0,80}[)\]）]"
    r"|(?:photos?|images?|pictures?|illustration)\s*(?:by|credit|courtesy(?: of)?|:|©)\s*:?\s*[^.\n]{1,60}"
    r"|(?:photo(?:graph)? )?courtesy of [^.\n]{1,60}|credits?:\s?[^.\n]{1,60}"
    r"|(?:foto|bild|fotos|quelle|crédits?(?: photo)?|photo)\s?:\s?[^.\n]{1,60}"
    r"|(?:사진|출처|이미지|자료|그래픽)\s?(?:=|:|제공)\s?[^.\n]{1,40}|[▲△]?\s?\S{2,12}\s제공"
    r"|(?:写真|画像|撮影|出典)\s?[:=：＝]\s?[^。\n]{1,40}"
    r"|[(\[]?(?:AP|AFP|Reuters|Getty Images|dpa|EPA|Bloomberg|Shutterstock|iStock|Unsplash|Yonhap|EFE|Xinhua)"
    r"(?:\s?/\s?[A-Z][\w ]{1,30})?[)\]]?"
    r")\.?\s*$",
    re.IGNORECASE,
)


def bare(line: str) -> str:
    """The line in lower case without symbols at its edges: what it says as a button."""
    return _SPACES.sub(" ", _EDGES.sub("", line)).casefold()


def is_button(line: str) -> bool:
    """Whether the whole line is a word of a button, a menu, a counter or a box."""
    return bare(line) in BUTTONS or bool(_COUNT.match(line) or _AGO.match(bare(line)))


def is_wordless(line: str) -> bool:
    """Emoji, rules, bare numbers, images, tags, handles, addresses: nothing that is said."""
    rest = _ADDRESS.sub("", _TAG.sub("", _IMAGE.sub("", line))).strip()
    return not _LETTER.search(rest) or bool(_HANDLE.match(rest))


def is_menu(line: str) -> bool:
    """A line that is nothing but links, or nothing but button words side by side."""
    links = _LINK.findall(line)
    if links and not _LETTER.search(_LINK.sub("", line)):
        return len(links) > 1 or is_button(links[0][0])
    parts = re.split(r"\s*[|·•/>»›]\s*|\s{2,}|\t", line.strip(" |·•/>»›"))
    return len(parts) > 1 and sum(is_button(part) for part in parts) > len(parts) / 2


def is_notice(line: str) -> bool:
    """Copyright, "translated by AI", and calls to subscribe, share or follow."""
    if len(line) > 300:
        return False
    if _COPYRIGHT.match(line.lstrip("-–* ")) or (len(line) < 160 and _RIGHTS.search(line)):
        return True
    if len(line) < 200 and _THIS.match(line) and _TRANSLATED.search(line):
        return True
    return len(line) < 120 and bool(_CALL.match(line.lstrip("▶►>※*-–☞👉 ")))


def without_credit(line: str) -> str:
    """The line without the photo credit that ends it; the line itself when there is none."""
    credit = _CREDIT.search(line, max(0, len(line) - 120))
    return line[: credit.start()] if credit else line
