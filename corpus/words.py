"""The words of buttons, menus and boxes that are common across the web, in several languages.

They count only where they are a whole line or stick to the edge of one (see furniture.py), so that
"share" on a line of its own is a button and "Share prices fell." is a sentence.
"""

from __future__ import annotations


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for line in text.splitlines() for phrase in line.split("|"))


_ENGLISH = """
share|share this|share this article|share this story|share this page|share on|share via
share article|tweet|tweet this|pin it|print|print this page|print article
printer-friendly version|email|e-mail|email this|email article|save|save article|bookmark
copy link|copy url|link copied|copy|like|likes|dislike|reply|report|report abuse|follow
follow us|following|subscribe|subscribe now|subscribe today|subscribe for free|unsubscribe
sign in|sign up|sign out|signin|signup|log in|log out|login|logout|register|join|join now
join us|join us on social|my account|account|profile|settings|menu|main menu|navigation
main navigation|toggle navigation|open menu|close menu|search|search form|search this site
close|open|skip to content|skip to main content|skip navigation|skip to main|skip to navigation
jump to content|jump to navigation|home|homepage|you are here|breadcrumb|back|back to top
go to top|scroll to top|return to top|to top|top|next|previous|prev|next article
previous article|next page|previous page|next post|previous post|next story|more|read more
show more|load more|see more|view more|see all|view all|learn more|find out more
continue reading|show less|read the full story|read full article|read full story|less|expand
collapse|expand all|text size|font size|text resize|a+|a-|aa|larger|smaller|increase font size
decrease font size|small|medium|large|listen|listen to this article|listen to article|play
pause|mute|unmute|watch|fullscreen|full screen|loading|please wait|advertisement|advertisements
ad|ads|sponsored|sponsored content|promoted|paid content|advertise|advertise with us|newsletter
newsletters|get our newsletter|rss|rss feed|sitemap|site map|contact|contact us|about|about us
who we are|what we do|help|help center|faq|privacy|privacy policy|privacy notice|cookie policy
cookie settings|cookies|terms|terms of use|terms of service|terms & conditions
terms and conditions|legal|legal notice|disclaimer|imprint|accessibility
accessibility statement|careers|jobs|accept|accept all|accept cookies|agree|i agree
accept all cookies|reject|reject all|reject additional cookies|accept additional cookies
decline|manage preferences|manage cookies|view cookies|hide this message|ok|got it|allow all
dismiss|cancel|necessary only|no thanks|not now|submit|facebook|twitter|x|linkedin|whatsapp
telegram|instagram|youtube|pinterest|reddit|threads|bluesky|mastodon|tiktok|kakaotalk|line
google news|flipboard|pocket|messenger|snapchat|weibo|wechat|comment|comments|leave a comment
leave a reply|add a comment|post a comment|view comments|no comments|write a comment
show comments|join the conversation|join the discussion|cancel reply|related|related articles
related stories|related posts|related topics|related news|related content|related links
recommended|recommended for you|next up|you may also like|you might also like|more stories
more news|more from|most read|most popular|topics|most viewed|most commented|trending
trending now|popular|popular posts|top stories|latest|latest news|latest stories
latest articles|editor's picks|editors' picks|editor’s picks|don't miss|special coverage
more on this|more on this topic|more on this story|read next|up next|explore more
in this section|on this page|breaking news|live|tags|topic|category|categories|filed under
tagged|english|language|languages|select language|dark mode|light mode|theme|download app
get the app|download our app|view in app|open app|gift article|gift this article
view in browser|image|photo|photos|gallery|slideshow|view gallery|enlarge image|photo gallery
all rights reserved|premium|free trial|start free trial|donate|support us|download pdf|pdf
download|downloads|archive|archives|all news|news feed|press room|media center|media centre
edit|edit source|view source|was this page helpful|is this page useful|yes this page is useful
report a problem with this page|give feedback|feedback|share your feedback
"""

_KOREAN = """
분류 전체보기|공감|반응형|이웃추가|편집|본문 바로가기|본문바로가기|본문으로 바로가기|메뉴 바로가기
메뉴바로가기|주메뉴 바로가기|검색|검색하기|검색창 열기|닫기|열기|공유|공유하기|기사 공유
기사공유|기사 공유하기|공유 레이어 닫기|로그인|로그아웃|회원가입|마이페이지|구독|구독하기
구독신청|구독 신청|인쇄|인쇄하기|프린트|프린트하기|스크랩|댓글|댓글쓰기|댓글 쓰기|댓글 보기
댓글달기|답글|추천|비추천|좋아요|싫어요|신고|신고하기|목록|목록보기|이전|다음|이전글|다음글
이전기사|다음기사|이전 기사|다음 기사|맨위로|맨 위로|맨위로가기|위로|상단으로|홈|전체메뉴
전체 메뉴|메뉴|메뉴 열기|메뉴 닫기|더보기|더 보기|기사 더보기|글자크기|글자 크기|글자크기 조절
글씨크기|글씨 크기 조절|글자크기 설정|글자 크기 설정|글꼴 크기|가|가가|글자 크게|글자 작게|크게
작게|가장 작게|가장 크게|보통|페이스북|트위터|카카오톡|카카오스토리|네이버|밴드|네이버블로그
네이버 블로그|블로그|인스타그램|유튜브|텔레그램|url복사|url 복사|주소복사|링크복사|링크 복사
기사 저장|기사듣기|기사 듣기|음성으로 듣기|광고|관련기사|관련 기사|관련뉴스|관련 뉴스
많이 본 뉴스|많이 본 기사|많이본 기사|많이본 뉴스|인기기사|인기 기사|인기뉴스|주요뉴스
주요 뉴스|최신뉴스|최신 뉴스|최신기사|추천 기사|추천기사|추천뉴스|이 기사를 공유합니다
이 시각 주요뉴스|이 시각 주요 뉴스|함께 보면 좋은 기사|실시간 뉴스|개인정보처리방침
개인정보 처리방침|이용약관|저작권정책|저작권 정책|이메일무단수집거부|사이트맵|오시는 길
찾아오시는 길|기사제보|제보하기|고객센터|회사소개|광고문의|청소년보호정책|첨부파일|다운로드
바로보기|내려받기|네이버에서 구독|언론사 구독|바로가기|한국어|영어|구독자|전체|뉴스홈
콘텐츠 만족도 조사|만족도 조사|이 누리집은 대한민국 공식 전자정부 누리집입니다|담당부서
"""

_GERMAN = """
bearbeiten|teilen|artikel teilen|seite teilen|drucken|artikel drucken|seite drucken|merken
artikel merken|anmelden|abmelden|registrieren|einloggen|ausloggen|suche|suchen|menü|menü öffnen
menü schließen|schließen|zum inhalt|zum inhalt springen|zum hauptinhalt springen
direkt zum inhalt|zur navigation|zur suche|springe zum inhalt|startseite|sie sind hier
nach oben|zum seitenanfang|zurück|weiter|weiterlesen|mehr|mehr lesen|mehr anzeigen
mehr erfahren|mehr zum thema|lesen sie auch|vorheriger|auch interessant
das könnte sie auch interessieren|meistgelesen|meistgelesene artikel|kommentare
kommentar schreiben|kommentieren|alle kommentare|abonnieren|jetzt abonnieren
newsletter abonnieren|newsletter bestellen|impressum|datenschutz|datenschutzerklärung
datenschutzhinweis|agb|kontakt|über uns|hilfe|anzeige|werbung|vorlesen|artikel anhören|anhören
schriftgröße|cookie-einstellungen|alle akzeptieren|akzeptieren|ablehnen|alle ablehnen
link kopieren|themen|schlagwörter|schlagworte|bild vergrößern|per e-mail teilen
auf facebook teilen|auf x teilen|per mail teilen|barrierefreiheit
erklärung zur barrierefreiheit|gebärdensprache|leichte sprache|deutsch|inhaltsverzeichnis
service|seite empfehlen|nächster|übersicht|zur übersicht|presse
ihr browser unterstützt dies nicht
"""

_ROMANCE = """
más información|más noticias|noticias relacionadas|sur le même sujet|dans la même rubrique
articles liés|weitere artikel|weitere meldungen|ähnliche artikel|notizie correlate|modifier
modifier le code|editar|modifica|partager|partager l'article|imprimer|s'abonner|je m'abonne
se connecter|connexion|rechercher|recherche|fermer|accueil|retour en haut|haut de page
lire la suite|lire plus|lire aussi|à lire aussi|voir plus|voir aussi|mentions légales
politique de confidentialité|nous contacter|publicité|commentaires|tout accepter|tout refuser
copier le lien|aller au contenu|s'inscrire|aller au contenu principal|plan du site|français
envoyer par mail|ajouter à mes favoris|écouter|compartir|imprimir|suscríbete|suscribirse
iniciar sesión|registrarse|buscar|cerrar|inicio|menú|volver arriba|leer más|ver más
seguir leyendo|aviso legal|política de privacidad|contacto|publicidad|comentarios|aceptar
aceptar todo|rechazar|copiar enlace|lea también|te puede interesar|ir al contenido|español
escuchar|condividi|stampa|abbonati|accedi|cerca|chiudi|leggi anche|continua a leggere|commenti
compartilhar|assine|entrar|fechar|leia mais|leia também|comentários|delen|afdrukken|inloggen
zoeken|sluiten|lees meer|lees ook|reacties|meer lezen
"""

_JAPANESE = """
編集|シェア|シェアする|共有|共有する|ツイート|印刷|印刷する|保存|保存する|ログイン|ログアウト
会員登録|新規登録|無料会員登録|検索|閉じる|メニュー|メニューを開く|メニューを閉じる|ホーム
トップ|トップページ|トップへ戻る|ページトップへ|ページトップへ戻る|ページの先頭へ
ページの先頭へ戻る|本文へ|本文へ移動|本文へスキップ|本文へジャンプ|メインコンテンツへ
続きを読む|もっと見る|もっと読む|一覧へ|一覧|一覧を見る|前へ|次へ|前の記事|次の記事|関連記事
関連ニュース|関連リンク|おすすめ|おすすめ記事|あわせて読みたい|人気記事|アクセスランキング
ランキング|広告|コメント|コメントする|コメントを書く|お問い合わせ|リンクをコピー
プライバシーポリシー|個人情報保護方針|利用規約|サイトマップ|文字サイズ|文字サイズ変更
文字の大きさ|小|中|大|標準|拡大|縮小|フォロー|フォローする|購読する|いいね|日本語|ブックマーク
メールで送る|この記事をシェア|この記事を共有|ツイートする
"""

_CHINESE = """
扫一扫在手机打开当前页|分享|分享到|分享文章|收藏|打印|登录|注册|搜索|关闭|菜单|首页|返回顶部
回到顶部|返回首页|阅读更多|阅读全文|更多|上一篇|下一篇|相关文章|相关新闻|相关阅读|推荐阅读
热门文章|热门新闻|评论|发表评论|关注|订阅|广告|联系我们|关于我们|隐私政策|使用条款|网站地图
字号|中文|简体中文|繁體中文|点赞|扫一扫|复制链接|微信|微博|朋友圈|登入|註冊|搜尋|關閉|選單|首頁
分享至|列印
"""

BUTTONS = frozenset().union(
    *map(_phrases, (_ENGLISH, _KOREAN, _GERMAN, _ROMANCE, _JAPANESE, _CHINESE))
) - {""}

# Buttons that are also what a section may be about: kept where they stand between paragraphs.
TOPICS = _phrases(
    """jobs|careers|privacy|accessibility|comments|contact|about|topics|topic|help|terms|home
cookies|language|languages|archive|archives|feedback|donate|legal|disclaimer|popular|live
photos|tags|categories|category|service|presse|themen|datenschutz|barrierefreiheit|recherche
commentaires|contacto|추천|전체|보통|담당부서|コメント|评论|who we are|what we do
privacy policy|breaking news"""
)

# Boxes with the headlines of other articles.
TEASERS = _phrases(
    """más información|más noticias|noticias relacionadas|sur le même sujet
dans la même rubrique|articles liés|weitere artikel|weitere meldungen|ähnliche artikel
notizie correlate|related|related topics|related articles|related stories|related posts
related news|related content|read next|related links|recommended|recommended for you
you may also like|you might also like|more stories|more news|most read|most popular|most viewed
most commented|trending|trending now|popular posts|top stories|latest|latest news
latest stories|latest articles|editor's picks|editors' picks|editor’s picks|don't miss
special coverage|up next|next up|more on this|more on this topic|more on this story
explore more|breaking news|관련기사|관련 기사|관련뉴스|관련 뉴스|많이 본 뉴스|많이 본 기사
많이본 기사|많이본 뉴스|인기기사|인기 기사|인기뉴스|주요뉴스|주요 뉴스|최신뉴스|최신 뉴스
최신기사|추천 기사|추천기사|추천뉴스|이 시각 주요뉴스|이 시각 주요 뉴스|함께 보면 좋은 기사
실시간 뉴스|mehr zum thema|lesen sie auch|auch interessant|das könnte sie auch interessieren
meistgelesen|meistgelesene artikel|à lire aussi|lire aussi|voir aussi|lea también
te puede interesar|leggi anche|leia também|lees ook|関連記事|関連ニュース|関連リンク
おすすめ記事|あわせて読みたい|人気記事|アクセスランキング|ランキング|相关文章|相关新闻|相关阅读
推荐阅读|热门文章|热门新闻"""
)

# Boxes with what readers wrote; a number may stand before or after.
COMMENTS = _phrases(
    """comment|comments|leave a comment|leave a reply|add a comment|post a comment
view comments|show comments|join the conversation|join the discussion|responses|댓글|댓글쓰기
댓글 쓰기|댓글 보기|전체 댓글|kommentare|alle kommentare|kommentar schreiben|commentaires
comentarios|commenti|comentários|reacties|コメント|コメントする|コメントを書く|评论|发表评论
网友评论"""
)

# Headings of a table of contents.
CONTENTS = _phrases(
    """contents|table of contents|on this page|in this article|목차|차례|inhalt
inhaltsverzeichnis|sommaire|table des matières|índice|contenido|indice|目次|目录"""
)

# What stands beside a reader's comment.
COMMENT_MARKS = _phrases(
    """reply|like|likes|report|report abuse|dislike|답글|추천|비추천|신고|좋아요|싫어요
antworten|melden|gefällt mir|répondre|signaler|responder|rispondi|beantwoorden|返信|いいね|通報
回复|点赞|举报"""
)
