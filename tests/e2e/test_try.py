from tests.e2e.crawl import pages_of
def test_x(visitors):
    allk={}
    for who in [None,"learner","coordinator","trainer","moderator","manager","admin"]:
        v=visitors()
        if who: v.sign_in(f"{who}@demo.kg").close()
        p=pages_of(v.context.request,"/ky/")
        print("WHO",who,len(p)); print({k:x for k,x in p.items() if k not in allk}); allk|=p
