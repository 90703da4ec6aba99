# Figures of DifferenceSequenceTest and BetaDifferenceTest: python3 difference-sequence.py (scipy 1.10).
import numpy as np, json
from scipy import integrate, stats, optimize, special
def beta_diff(a1,b1,a2,b2,x):
    f=lambda s: stats.beta.pdf(s,a2,b2)*stats.beta.sf(s+x,a1,b1)
    pts=sorted(set(min(max(p,1e-12),1-1e-12) for p in list(stats.beta.ppf([1e-9,1e-3,.5,.999,1-1e-9],a2,b2))+[-x,1-x] if 0<p<1))
    tot=0; e=[0]+pts+[1]
    for l,h in zip(e,e[1:]):
        tot+=integrate.quad(f,l,h,epsabs=1e-14,epsrel=1e-12,limit=200)[0]
    return tot
for (a,b,c,d,x) in [(31,71,25,77,.02),(31,71,25,77,-.1),(6.5,1994.5,3.5,1997.5,.001),(1,1,2,3,.3),(500.5,500.5,480.5,520.5,0)]:
    print("bd",a,b,c,d,x,repr(beta_diff(a,b,c,d,x)))
for (a,b,c,d) in [(31,71,25,77),(6.5,1994.5,3.5,1997.5)]:
    print("int",[optimize.brentq(lambda x: beta_diff(a,b,c,d,x)-q,-.99,.99,xtol=1e-13) for q in (.975,.025)])
# two-proportion evidence against one pair, then least over p
def rho(t,al):
    tw=-2*np.log(al); return t/(tw+np.log1p(tw))
def alone(S,F,p,m,al):
    q=p*(1-p); r=max(rho(q*m,al**.5)-q,1e-3*q)
    A=r/p if False else None
    # BetaMixture with g=p,h=1-p: prior on failures r/g, on successes r/h
    a_f=r/p; a_s=r/(1-p)
    return -S*np.log(p)-F*np.log(1-p)+special.betaln(a_s+S,a_f+F)-special.betaln(a_s,a_f)
def logE(pc,d,sc,nc,st,nt,mc,mt,al):
    pt=pc+d; vc=pc*(1-pc)/mc; vt=pt*(1-pt)/mt; V=vc+vt; uc=-vc/V; ut=vt/V
    lo=max((1-pc)/uc,-pt/ut); hi=min(-pc/uc,(1-pt)/ut); R=hi-lo; z=-lo/R
    k=max(z*(1-z)*R*R/(V/rho(1,al))-1,.5/min(z,1-z)); a=z*k;b=(1-z)*k
    def g(y):
        x=lo+R*y
        l=0.
        for n,s,p,u in ((nc,sc,pc,uc),(nt,st,pt,ut)):
            l+= (s*np.log1p(u*x/p) if s else 0)+((n-s)*np.log1p(-u*x/(1-p)) if n-s else 0)
        return l
    top=max(g(y)+(a-1)*np.log(y)+(b-1)*np.log1p(-y) for y in np.linspace(1e-4,1-1e-4,4001))
    f=lambda y: np.exp(g(y)+(a-1)*np.log(y)+(b-1)*np.log1p(-y)-top)
    ys=np.linspace(0,1,41); I=sum(integrate.quad(f,l,h,epsabs=1e-15,epsrel=1e-11,limit=400)[0] for l,h in zip(ys,ys[1:]))
    line=np.log(I)+top-special.betaln(a,b)
    both=alone(sc,nc-sc,pc,mc,al)+alone(st,nt-st,pt,mt,al)
    return np.logaddexp(np.log(.9)+line,np.log(.1)+both)
def ev(d,*c):
    lo,hi=max(0,-d),min(1,1-d)
    best=None
    grid=np.concatenate([np.linspace(lo,hi,60)[1:-1]])
    v=[logE(p,d,*c) for p in grid]; i=int(np.argmin(v))
    r=optimize.minimize_scalar(lambda p: logE(p,d,*c),bounds=(max(lo+1e-9,grid[max(i-1,0)]) if i>0 else lo+1e-9, grid[min(i+1,len(grid)-1)] if i<len(grid)-1 else hi-1e-9),method='bounded',options=dict(xatol=1e-8))
    return min(r.fun,min(v))
for c in [(250,740,300,740,740,740,.05),(0,1000,12,1000,740,740,.05),(40,900,3,300,2000,800,.05)]:
    print("ev0",c,repr(ev(0,*c)), "p",np.exp(-ev(0,*c)))
print("ev .05",repr(ev(.05,250,740,300,740,740,740,.05)))
print("pair",repr(logE(.3,.05,250,740,300,740,740,740,.05)), repr(logE(.01,0,0,1000,12,1000,740,740,.05)))
